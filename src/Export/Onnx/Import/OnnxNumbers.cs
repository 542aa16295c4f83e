namespace TorchBasics.Export.Onnx.Import;

/// <summary>The numbers that ONNX gives to element types (TensorProto.DataType).</summary>
internal static class OnnxNumbers
{
    public const int Float = 1;
    public const int Int64 = 7;
}
