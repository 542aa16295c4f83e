using TorchBasics.Core;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Kernels.Inference;
using TorchBasics.Models;
using TorchBasics.OnnxRuntime;
using static TorchSharp.torch;

namespace TorchBasics.Cli.Benchmarking;

/// <summary>An engine that answers, to be checked first and timed afterwards.</summary>
internal interface IPredictionEngine : IOriginal, IDisposable
{
    /// <summary>Whether it can use several threads.</summary>
    bool TakesThreads { get; }

    /// <summary>Prepares to answer to the same samples again and again.</summary>
    /// <param name="samples">Samples [N, ...].</param>
    /// <param name="threads">With how many threads.</param>
    /// <returns>Does it so many times.</returns>
    Action<int> Prepare(NamedArray samples, int threads);
}

/// <summary>Our kernels.</summary>
internal sealed class KernelEngine(Model model) : IPredictionEngine
{
    private readonly Predictor _predictor = new(model);

    public string Engine => "our kernels";

    public bool TakesThreads => true;

    public double[] Run(NamedArray samples, bool softmax)
    {
        var results = new float[samples.Sizes[0] * _predictor.Outputs];
        _predictor.Run(samples.Values<float>(), results);
        return Array.ConvertAll(results, value => (double)value);
    }

    public Action<int> Prepare(NamedArray samples, int threads)
    {
        var (inputs, count) = (samples.Values<float>().ToArray(), (int)samples.Sizes[0]);
        var results = new float[count * _predictor.Outputs];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        return steps =>
        {
            for (var step = 0; step < steps; step++)
                if (threads == 1)
                    _predictor.Run(inputs, results);
                else
                    Parallel.For(0, threads, options, part => RunPart(count * part / threads, count * (part + 1) / threads));
        };

        void RunPart(int first, int end) => _predictor.Run(
            inputs.AsSpan((first * _predictor.Inputs)..(end * _predictor.Inputs)),
            results.AsSpan((first * _predictor.Outputs)..(end * _predictor.Outputs)));
    }

    public void Dispose() => _predictor.Dispose();
}

/// <summary>libtorch's operators, called from TorchSharp.</summary>
internal sealed class LibtorchEngine : IPredictionEngine
{
    private readonly Network _network;
    private readonly List<Tensor> _inputs = [];

    public LibtorchEngine(Model model)
    {
        _network = new Network(model);
        _network.eval();
    }

    public string Engine => "libtorch";

    public bool TakesThreads => true;

    public double[] Run(NamedArray samples, bool softmax)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Array.ConvertAll(
            _network.call(tensor(samples.Values<float>().ToArray(), [.. samples.Sizes])).data<float>().ToArray(),
            value => (double)value);
    }

    public Action<int> Prepare(NamedArray samples, int threads)
    {
        var inputs = tensor(samples.Values<float>().ToArray(), [.. samples.Sizes]).DetachFromDisposeScope();
        _inputs.Add(inputs);
        var results = new float[samples.Sizes[0] * _network.Architecture.Output.Elements];
        return steps =>
        {
            set_num_threads(threads);
            using var inference = inference_mode();
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                _network.call(inputs).data<float>().CopyTo(results);
            }
        };
    }

    public void Dispose()
    {
        _inputs.ForEach(inputs => inputs.Dispose());
        _network.Dispose();
    }
}

/// <summary>The network as an ONNX file in ONNX Runtime, on one thread.</summary>
internal sealed class OnnxRuntimeEngine(Model model) : IPredictionEngine
{
    private readonly OnnxRuntimeModel _session = new((ReadOnlyMemory<byte>)Export.ModelExport.ToBytes(
        model, FileKind.Onnx));

    public string Engine => "ONNX Runtime";

    public bool TakesThreads => false;

    public double[] Run(NamedArray samples, bool softmax) =>
        Array.ConvertAll(_session.Run(samples)[0].Values<float>().ToArray(), value => (double)value);

    public Action<int> Prepare(NamedArray samples, int threads) => steps =>
    {
        for (var step = 0; step < steps; step++)
            _session.Run(samples);
    };

    public void Dispose() => _session.Dispose();
}
