using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Aten;

/// <summary>
/// A call of an operator, prepared to be made many times: with the same tensors, whose contents may change, and numbers that
/// may be replaced. Making it allocates no managed memory. Not safe for use from several threads at once.
/// </summary>
public sealed unsafe class AtenCall : IDisposable
{
    private readonly AtenOperator _operator;
    private readonly AtenArgument[] _arguments;
    private bool _disposed;

    internal AtenCall(AtenOperator called, ReadOnlySpan<AtenValue> arguments)
    {
        _operator = called;
        if (arguments.Length != called.Parameters.Count)
            throw new ArgumentException(
                $"{called.Schema} takes {called.Parameters.Count} arguments; {arguments.Length} were given.", nameof(arguments));
        _arguments = [.. called.Parameters.Select(parameter => new AtenArgument(parameter.Name, parameter.Type))];
        try
        {
            for (var i = 0; i < arguments.Length; i++)
                Set(i, arguments[i]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Replaces an argument.</summary>
    /// <param name="index">Its place in the declaration, from 0.</param>
    /// <param name="value">The new value; a number or truth value is replaced without allocation.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    /// <exception cref="ArgumentException">The value has another type.</exception>
    /// <exception cref="ObjectDisposedException">The call, or a tensor, is disposed.</exception>
    public void Set(int index, AtenValue value)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _arguments.Length);
        var argument = _arguments[index];
        if (!argument.Accepts(value))
            throw new ArgumentException(
                $"The argument '{argument.Name}' of {_operator.Schema} cannot be {value}.", nameof(value));
        argument.Set(value);
    }

    /// <summary>Makes the call for its effect; results are dropped.</summary>
    /// <exception cref="ObjectDisposedException">The call is disposed.</exception>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.Failed"/>: libtorch has no such operator, or the operator refused the arguments. What it
    /// said is on the error stream: the interface returns a code only.
    /// </exception>
    public void Invoke()
    {
        var stack = stackalloc ulong[StackSize];
        Dispatch(stack);
        for (var i = 0; i < _operator.Results.Count; i++)
            AtenStack.Free(_operator.Results[i], stack[i]);
    }

    /// <summary>As <see cref="Invoke"/>, but unseen by autograd, as an update of weights must be.</summary>
    /// <inheritdoc cref="Invoke"/>
    public void InvokeUnrecorded()
    {
        var recording = StableFunctions.IsRecording();
        StableFunctions.SetRecording(false);
        try
        {
            Invoke();
        }
        finally
        {
            StableFunctions.SetRecording(recording);
        }
    }

    /// <summary>Makes the call.</summary>
    /// <returns>The results in the declaration's order; tensors belong to the current dispose scope.</returns>
    /// <inheritdoc cref="Invoke"/>
    public IReadOnlyList<AtenValue> Compute()
    {
        var stack = stackalloc ulong[StackSize];
        Dispatch(stack);
        var results = new AtenValue[_operator.Results.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = AtenStack.Take(_operator.Results[i], stack[i]);
        return results;
    }

    /// <summary>Gives the references to the tensors back.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var argument in _arguments)
            argument.Dispose();
    }

    private int StackSize => Math.Max(1, Math.Max(_arguments.Length, _operator.Results.Count));

    private void Dispatch(ulong* stack)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var pushed = 0;
        try
        {
            for (; pushed < _arguments.Length; pushed++)
                stack[pushed] = _arguments[pushed].Push();
        }
        catch
        {
            for (var i = 0; i < pushed; i++)
                AtenStack.Free(_arguments[i].Type, stack[i]);
            throw;
        }

        if (_operator.Dispatch(stack) != 0)
            throw Refused();
    }

    private TorchBasicsException Refused() => new(ErrorKind.Failed,
        $"libtorch refused the call of {_operator.Schema} with {string.Join(", ", (IEnumerable<AtenArgument>)_arguments)}: "
        + "it has no such operator, or these arguments do not fit each other. It wrote its own reason to the error stream.");
}
