using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.OnnxRuntime;

/// <summary>Our arrays in ONNX Runtime's memory and back.</summary>
internal static class OnnxRuntimeArrays
{
    private static readonly (ElementType Ours, TensorElementType Theirs)[] Types =
    [
        (ElementType.Boolean, TensorElementType.Bool), (ElementType.UInt8, TensorElementType.UInt8),
        (ElementType.Int8, TensorElementType.Int8),
        (ElementType.UInt16, TensorElementType.UInt16), (ElementType.Int16, TensorElementType.Int16),
        (ElementType.UInt32, TensorElementType.UInt32),
        (ElementType.Int32, TensorElementType.Int32), (ElementType.UInt64, TensorElementType.UInt64),
        (ElementType.Int64, TensorElementType.Int64),
        (ElementType.Float16, TensorElementType.Float16), (ElementType.BFloat16, TensorElementType.BFloat16),
        (ElementType.Float32, TensorElementType.Float), (ElementType.Float64, TensorElementType.Double),
    ];

    /// <summary>Copies an array.</summary>
    public static OrtValue ToValue(NamedArray array)
    {
        var type = Array.Find(Types, pair => pair.Ours == array.Type).Theirs;
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, [.. array.Sizes]);
        array.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    /// <summary>Copies an array back.</summary>
    /// <exception cref="TorchBasicsException">It is no array, or one of another type: kind Data.</exception>
    public static NamedArray ToArray(string name, OrtValue value)
    {
        if (!value.IsTensor)
            throw new TorchBasicsException(ErrorKind.Data, $"The output '{name}' is no array.");
        var description = value.GetTensorTypeAndShape();
        var index = Array.FindIndex(Types, pair => pair.Theirs == description.ElementDataType);
        return index >= 0
            ? new NamedArray(name, Types[index].Ours, description.Shape, value.GetTensorMutableRawData().ToArray())
            : throw new TorchBasicsException(
                ErrorKind.Data,
                $"The output '{name}' is of the type {description.ElementDataType}, which no array of ours holds.");
    }
}
