using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchBasics.Bindings.Cuda;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;
using TorchSharp;

namespace TorchBasics.Bindings.Nccl;

/// <summary>
/// The devices of several ranks, one each, of which one is this process's. Nothing here waits for another rank.
/// </summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
public sealed unsafe class NcclCommunicator : SafeHandle
{
    private const int Float = 7; // ncclFloat32
    private const int Sum = 0;   // ncclSum

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly NcclLibrary _library;
    private readonly IStreamOrder _order;
    private readonly Func<NcclResult> _state;
    private bool _isWell;

    private NcclCommunicator(NcclLibrary library, IStreamOrder order)
        : base(0, ownsHandle: true)
    {
        (_library, _order) = (library, order);
        _state = () =>
        {
            NcclResult state;
            _library.Check("ncclCommGetAsyncError", Functions.State(handle, &state), handle);
            return state;
        };
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether all ranks have joined, and nothing that was begun is still being prepared.</summary>
    /// <exception cref="NcclException">Something went wrong, here or on another rank.</exception>
    public bool IsReady
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            var state = _order.Within(_state);
            if (state is NcclResult.Success or NcclResult.InProgress)
                return state == NcclResult.Success;
            _isWell = false;
            throw _library.Failure("NCCL", state, handle);
        }
    }

    /// <summary>Whether the sums that were begun are there.</summary>
    /// <exception cref="TorchBasicsException">Something went wrong, here or on another rank.</exception>
    public bool IsDone => IsReady && _order.IsIdle;

    private NcclFunctions Functions => _library.Functions;

    /// <summary>Begins to join the other ranks, who must do so, too: see <see cref="IsReady"/>.</summary>
    /// <param name="library">The library.</param>
    /// <param name="id">What <see cref="NcclLibrary.NewId"/> made on one rank; the same on all.</param>
    /// <param name="rank">The number of this rank, from 0.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="order">Where this rank computes; the communicator's own from now on.</param>
    /// <exception cref="NcclException">NCCL refuses, such as two ranks on one device.</exception>
    public static NcclCommunicator Join(NcclLibrary library, ReadOnlySpan<byte> id, int rank, int size, IStreamOrder order)
    {
        var communicator = new NcclCommunicator(library, order);
        try
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(id.Length, NcclId.Bytes);
            NcclId copy = default;
            id.CopyTo(copy);
            var result = order.Within(() => communicator.Begin(copy, rank, size));
            if (result != NcclResult.InProgress)
                library.Check("ncclCommInitRankConfig", result, communicator.handle);
            communicator._isWell = true;
            return communicator;
        }
        catch
        {
            communicator.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Begins to add up an array over all ranks, behind what is on the stream; each calls this in the same order. The order of
    /// the additions is NCCL's, and the sums are the same on all ranks.
    /// </summary>
    /// <param name="numbers">
    /// Floats on the device in one piece, as many on each rank; afterwards the sums. They must stay until that is done.
    /// </param>
    /// <exception cref="NcclException">NCCL refuses.</exception>
    public void BeginSum(torch.Tensor numbers)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (numbers.dtype != torch.ScalarType.Float32 || !numbers.is_contiguous())
            throw new ArgumentException("Expected floats in one piece.", nameof(numbers));
        using var reference = AtenTensor.Of(numbers);
        AtenStack.Check(StableFunctions.DataPointer(reference.DangerousGetHandle(), out var data));
        var count = (nuint)numbers.numel();
        var result = _order.Within(() => Functions.AllReduce(data, data, count, Float, Sum, handle, _order.Handle));
        if (result is NcclResult.Success or NcclResult.InProgress)
            return;
        _isWell = false;
        _library.Check("ncclAllReduce", result, handle);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _order.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where all is well, what this rank sent is let arrive, for a while. Aborting waits for nobody, and ends what hangs.
    /// </remarks>
    protected override bool ReleaseHandle() =>
        _order.Within(() => (_isWell && HasCompleted() ? Functions.Destroy(handle) : Functions.Abort(handle)))
            == NcclResult.Success;

    private NcclResult Begin(NcclId id, int rank, int size)
    {
        var config = new NcclConfig();
        nint communicator = 0;
        var result = Functions.Join(&communicator, size, id, rank, &config);
        SetHandle(communicator);
        return result;
    }

    private bool HasCompleted()
    {
        var result = Functions.Complete(handle);
        for (var begun = Stopwatch.GetTimestamp(); result == NcclResult.InProgress; Thread.Yield())
        {
            if (Functions.State(handle, &result) != NcclResult.Success || Stopwatch.GetElapsedTime(begun) > EndLimit)
                return false;
        }

        return result == NcclResult.Success;
    }
}
