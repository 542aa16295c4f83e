using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>What has to happen to a file that breaks a rule.</summary>
internal static class OnnxRefusal
{
    /// <summary>Sees that a file is refused for a reason, at a place that it has.</summary>
    /// <param name="reason">Part of the reason.</param>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="parse">Reads it.</param>
    public static void AssertRefused(string reason, byte[] bytes, Func<object> parse)
    {
        var error = Assert.Throws<MalformedFileException>(parse);

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, bytes.Length);
    }
}
