using Microsoft.ML.OnnxRuntime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.OnnxRuntime;

/// <summary>
/// A model in ONNX Runtime, on the processor and one thread: a second opinion, by a program that knows nothing of ours.
/// </summary>
/// <remarks>
/// The model is given as bytes, so that ONNX Runtime opens no other file. Not for use by several threads at once.
/// </remarks>
public sealed class OnnxRuntimeModel : IDisposable
{
    /// <summary>
    /// How far its sigmoid is off beyond the rounding of the formula 1 / (1 + exp(-x)): it adds 1/2 to a quotient of polynomials,
    /// so that the quotient's error, allowed as for other functions, is one of 1/2 however small the result is, and the result
    /// may be 0.
    /// </summary>
    public const double SigmoidError = Rounded<Binary32>.FunctionUlps / (1 << 24);

    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly string _name;

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file, up to 2 GiB.</param>
    /// <param name="optimized">
    /// Whether ONNX Runtime may merge and rewrite nodes, as it does for everyone who does not forbid it.
    /// </param>
    /// <exception cref="TorchBasicsException">
    /// The file is missing, or ONNX Runtime refuses it: kind Data. ONNX Runtime cannot be loaded: kind NativeRuntime.
    /// </exception>
    public OnnxRuntimeModel(string path, bool optimized = true)
        : this(InputFile.ReadAll(path, Array.MaxLength), optimized, path)
    {
    }

    /// <summary>Loads the content of a file.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="optimized">Whether ONNX Runtime may merge and rewrite nodes.</param>
    /// <exception cref="TorchBasicsException">As for a file.</exception>
    public OnnxRuntimeModel(ReadOnlyMemory<byte> bytes, bool optimized = true)
        : this(bytes.ToArray(), optimized, "the model")
    {
    }

    private OnnxRuntimeModel(byte[] bytes, bool optimized, string name)
    {
        _name = name;
        _options = Load(() => new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = optimized ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // errors arrive as exceptions
        });
        try
        {
            _session = new InferenceSession(bytes, _options);
        }
        catch (OnnxRuntimeException error)
        {
            _options.Dispose();
            throw new TorchBasicsException(ErrorKind.Data, $"ONNX Runtime refuses {name}: {error.Message}", error);
        }
    }

    /// <summary>Version of ONNX Runtime, such as "1.31.1".</summary>
    /// <exception cref="TorchBasicsException">It cannot be loaded: kind NativeRuntime.</exception>
    public static string Version => Load(() => OrtEnv.Instance().GetVersionString());

    /// <summary>Names of the outputs, in the order of the graph.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the model.</summary>
    /// <param name="input">The only input; its name does not matter.</param>
    /// <returns>Every output under its name.</returns>
    /// <exception cref="TorchBasicsException">
    /// The model takes another number of inputs, or an array of another type or shape: kind Usage.
    /// </exception>
    public IReadOnlyList<NamedArray> Run(NamedArray input)
    {
        if (_session.InputNames is not [var name])
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{_name} takes {_session.InputNames.Count} inputs; only models with one can be run.");
        try
        {
            using var value = OnnxRuntimeArrays.ToValue(input);
            using var options = new RunOptions();
            using var results = _session.Run(options, [name], [value], _session.OutputNames);
            return [.. _session.OutputNames.Zip(results, OnnxRuntimeArrays.ToArray)];
        }
        catch (OnnxRuntimeException error)
        {
            throw new TorchBasicsException(
                ErrorKind.Usage, $"ONNX Runtime could not run {_name} on {input}: {error.Message}", error);
        }
    }

    /// <summary>Frees the native memory.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    // The first call into the package loads its native library.
    private static T Load<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException)
        {
            throw new TorchBasicsException(
                ErrorKind.NativeRuntime,
                $"ONNX Runtime cannot be loaded: {error.GetBaseException().Message.TrimEnd('.')}. The NuGet package "
                + "Microsoft.ML.OnnxRuntime brings it for Linux, Windows and macOS; everything else works without.",
                error);
        }
    }
}
