using System.Text;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Aten;

/// <summary>
/// Any operator of libtorch, by its declaration, called through libtorch's dispatcher: also those that TorchSharp has no
/// method for. Autograd and the current device's kernels apply as usual.
/// </summary>
/// <remarks>
/// The declaration is the caller's word for what the operator takes: libtorch reads the arguments as it declares them
/// itself, and its stable interface does not say how. Copy it from native_functions.yaml of PyTorch 2.10 as it stands.
/// Arguments are checked against it before anything is handed over. An operator with an argument of type Scalar cannot be
/// called (torch/csrc/shim_common.cpp, to_ivalue): use its overload with a tensor, or TorchSharp. A call of an operator that
/// libtorch does not have loses the references handed over: the code that it returns does not tell whether they were taken.
/// </remarks>
public sealed unsafe class AtenOperator
{
    // Major and minor version in the highest bytes: the version whose declarations these are, to which later ones adapt.
    internal const ulong DeclaredIn = (2UL << 56) | (10UL << 48);

    private readonly AtenSchema _schema;
    private readonly byte[] _name, _overload;

    /// <summary>Prepares an operator; whether libtorch has it shows when it is called.</summary>
    /// <param name="schema">Its declaration, such as "aten::mm(Tensor self, Tensor mat2) -> Tensor".</param>
    /// <exception cref="FormatException">The text declares no operator.</exception>
    /// <exception cref="NotSupportedException">
    /// An argument that must be given, or a result, has a type that cannot cross.
    /// </exception>
    /// <exception cref="TorchBasicsException">
    /// The loaded libtorch offers no operators, see <see cref="StableInterface.Reason"/>.
    /// </exception>
    public AtenOperator(string schema)
        : this(schema, NativeRuntime.StableInterface)
    {
    }

    internal AtenOperator(string schema, StableInterface offered)
    {
        _schema = AtenSchema.Parse(schema);
        if (!offered.HasOperators)
            throw new TorchBasicsException(ErrorKind.NativeRuntime, $"{_schema.Text} cannot be called: {offered.Reason}.");
        foreach (var (name, type) in _schema.Parameters)
            if (type is { Kind: AtenKind.Unsupported, IsOptional: false })
                throw Unsupported($"its argument '{name}'");
        if (_schema.Results.Any(type => type.Kind == AtenKind.Unsupported))
            throw Unsupported("a result");
        (_name, _overload) = (ZeroTerminated(_schema.Name), ZeroTerminated(_schema.Overload));
    }

    /// <summary>The declaration.</summary>
    public string Schema => _schema.Text;

    internal IReadOnlyList<(string Name, AtenType Type)> Parameters => _schema.Parameters;

    internal IReadOnlyList<AtenType> Results => _schema.Results;

    /// <summary>Calls it once.</summary>
    /// <returns>The results in the declaration's order; tensors belong to the current dispose scope.</returns>
    /// <inheritdoc cref="Prepare"/>
    /// <inheritdoc cref="AtenCall.Compute"/>
    public IReadOnlyList<AtenValue> Call(params ReadOnlySpan<AtenValue> arguments)
    {
        using var call = Prepare(arguments);
        return call.Compute();
    }

    /// <summary>Prepares a call that can be made many times.</summary>
    /// <param name="arguments">All arguments in the declaration's order, those with a default too.</param>
    /// <returns>The call; it holds references to the tensors until it is disposed.</returns>
    /// <exception cref="ArgumentException">Their number is another, or one of them has another type.</exception>
    /// <exception cref="ObjectDisposedException">A tensor is disposed.</exception>
    public AtenCall Prepare(params ReadOnlySpan<AtenValue> arguments) => new(this, arguments);

    /// <summary>Hands over a stack of arguments, which libtorch then owns, and receives one of results.</summary>
    /// <returns>0 when it succeeded.</returns>
    internal int Dispatch(ulong* stack)
    {
        fixed (byte* name = _name, overload = _overload)
            return StableFunctions.CallDispatcher(name, overload, stack, DeclaredIn);
    }

    private static byte[] ZeroTerminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private NotSupportedException Unsupported(string what) =>
        new($"{_schema.Text} cannot be called: "
            + $"{what} has a type that the stable interface of libtorch {PackageVersions.Libtorch} cannot carry. "
            + "Use an overload without it, or the method of TorchSharp.");
}
