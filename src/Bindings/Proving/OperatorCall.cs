using System.Runtime.InteropServices;
using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Proving;

/// <summary>
/// One call of an operator with arrays as tensors, which it reads where they are: built argument by argument in the order of
/// the operator's declaration.
/// </summary>
/// <param name="name">The operator's name in UTF-8, ending with a zero; its unnamed overload is called.</param>
internal sealed unsafe class OperatorCall(ReadOnlySpan<byte> name) : IDisposable
{
    private const int Float32 = 6; // c10::ScalarType::Float
    private const int Cpu = 0;     // c10::DeviceType::CPU
    private const int MostArguments = 12;

    private readonly byte[] _name = name.ToArray();
    private readonly ulong[] _stack = new ulong[MostArguments];
    private readonly List<GCHandle> _pins = [];
    private int _count;

    public void Tensor(float[] values, params ReadOnlySpan<long> shape) => Push((ulong)View(values, shape));

    public void OptionalTensor(float[] values, params ReadOnlySpan<long> shape) =>
        Push(AtenStack.NewCell((ulong)View(values, shape)));

    public void Integer(long value) => Push((ulong)value);

    public void Real(double value) => Push(BitConverter.DoubleToUInt64Bits(value));

    public void Integers(params ReadOnlySpan<long> values) => Push((ulong)List(values));

    public void OptionalIntegers(params ReadOnlySpan<long> values) => Push(AtenStack.NewCell((ulong)List(values)));

    /// <summary>Makes the call, which takes the arguments.</summary>
    /// <param name="results">How many tensors it gives.</param>
    /// <returns>Their numbers, row by row.</returns>
    /// <exception cref="TorchBasicsException">libtorch has no such operator, or refuses the arguments.</exception>
    public float[][] Compute(int results)
    {
        fixed (byte* operatorName = _name)
        fixed (ulong* stack = _stack)
        {
            byte noOverload = 0;
            if (StableFunctions.CallDispatcher(operatorName, &noOverload, stack, AtenOperator.DeclaredIn) != 0)
                throw new TorchBasicsException(
                    ErrorKind.NativeRuntime,
                    $"libtorch refused {System.Text.Encoding.UTF8.GetString(_name.AsSpan()[..^1])}; "
                    + "its reason is on the error stream");
            var numbers = new float[results][];
            for (var i = 0; i < results; i++)
                numbers[i] = Take((nint)stack[i]);
            return numbers;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pin in _pins)
            pin.Free();
        _pins.Clear();
    }

    private static float[] Take(nint tensor)
    {
        try
        {
            AtenStack.Check(StableFunctions.ElementCount(tensor, out var count));
            AtenStack.Check(StableFunctions.IsContiguous(tensor, out var contiguous));
            AtenStack.Check(StableFunctions.DataPointer(tensor, out var data));
            return contiguous ? new ReadOnlySpan<float>(data, (int)count).ToArray()
                : throw new TorchBasicsException(
                    ErrorKind.NativeRuntime, "libtorch gave a result in another layout than that of the input");
        }
        finally
        {
            AtenStack.Check(StableFunctions.DeleteTensor(tensor));
        }
    }

    private static nint List(ReadOnlySpan<long> values)
    {
        var list = AtenStack.NewList(values.Length);
        foreach (var value in values)
            AtenStack.Check(StableFunctions.AddToList(list, (ulong)value));
        return list;
    }

    private nint View(float[] values, ReadOnlySpan<long> shape)
    {
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        _pins.Add(pin);
        Span<long> strides = stackalloc long[shape.Length];
        var step = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
            (strides[axis], step) = (step, step * shape[axis]);
        fixed (long* sizes = shape, steps = strides)
        {
            AtenStack.Check(StableFunctions.ViewMemory(
                (void*)pin.AddrOfPinnedObject(), shape.Length, sizes, steps, 0, Float32, Cpu, 0, out var tensor));
            return tensor;
        }
    }

    private void Push(ulong value) => _stack[_count++] = value;
}
