using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using TorchBasics.Lessons;

namespace TorchBasics.Web;

/// <summary>What worker.js calls, and what it is told in return.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Interop
{
    private static readonly LessonEngine Engine = new();

    /// <summary>Runs a lesson.</summary>
    [JSExport]
    internal static string Run(string lesson, string language, string parametersJson) =>
        Engine.Run(lesson, language, parametersJson, Report);

    /// <summary>A file that a lesson offers.</summary>
    [JSExport]
    internal static byte[] Download(string lesson, string language, string parametersJson, string file) =>
        Engine.Download(lesson, language, parametersJson, file);

    /// <summary>Takes a model file that a person gives to a lesson.</summary>
    [JSExport]
    internal static string Take(string lesson, string language, string parametersJson, string name, byte[] bytes) =>
        Engine.Take(lesson, language, parametersJson, name, bytes);

    /// <summary>Lets go of a model file.</summary>
    [JSExport]
    internal static void Release(string value) => Engine.Release(value);

    /// <summary>Takes a file that the page has fetched, such as a trained network.</summary>
    [JSExport]
    internal static void Provide(string name, byte[] bytes) => Engine.Provide(name, bytes);

    /// <summary>A hash of the arithmetic on this machine.</summary>
    [JSExport]
    internal static string Fingerprint() => ArithmeticFingerprint.Compute();

    [JSImport("report", "worker")]
    private static partial void Report(double share);
}
