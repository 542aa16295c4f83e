namespace TorchBasics.Benchmarks.Training;

/// <summary>A library of others that trains networks and may be at hand.</summary>
internal sealed class OtherLibrary
{
    private readonly Lazy<string?> _version;

    private OtherLibrary(string name, string source, RivalCommand command)
    {
        (Name, Source, Command) = (name, source, command);
        _version = new(command.Version);
    }

    public static OtherLibrary Dlib { get; } = new("dlib", "libdlib-dev", Built("dlib"));

    public static OtherLibrary OneDnn { get; } = new("oneDNN", "libdnnl-dev", Built("onednn"));

    public static OtherLibrary TinyDnn { get; } = new("tiny-dnn", "tiny-dnn, libcereal-dev, libstb-dev", Built("tiny-dnn"));

    public static OtherLibrary Fann { get; } = new("FANN", "libfann-dev", Built("fann"));

    public static OtherLibrary ScikitLearn { get; } = new(
        "scikit-learn", "python3-sklearn", new(PythonFinder.Python?.Program ?? "python3", Script("sklearn", "rival.py")));

    public static OtherLibrary TensorFlowJs { get; } = new(
        "tfjs", "npm install --prefix artifacts/rivals @tensorflow/tfjs", new("node", Script("tfjs", "rival.js")));

    /// <summary>All that the contests know.</summary>
    public static IReadOnlyList<OtherLibrary> All { get; } = [Dlib, OneDnn, TinyDnn, Fann, ScikitLearn, TensorFlowJs];

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The Debian package or the command that brings it.</summary>
    public string Source { get; }

    /// <summary>What starts the rival.</summary>
    public RivalCommand Command { get; }

    /// <summary>Its name with its version; null where it is not at hand.</summary>
    public string? Title => _version.Value is { } version ? $"{Name} {version}" : null;

    // scripts/rivals builds them where compiler and library are there.
    private static RivalCommand Built(string program) => new(Path.Combine(RivalCommand.Folder, program));

    private static string Script(string folder, string file) => Path.Combine(AppContext.BaseDirectory, folder, file);
}
