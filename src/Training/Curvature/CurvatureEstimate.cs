using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Curvature;

/// <summary>
/// The diagonal of the loss's second derivative, estimated on some samples before each pass over the training set and
/// written where the optimizer reads it.
/// </summary>
/// <remarks>
/// On the CPU by one thread, so that the bits depend neither on the number of threads nor on that of ranks.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, section II.C (500 samples before each pass) and appendix C.
/// </remarks>
internal sealed class CurvatureEstimate : IDisposable
{
    /// <summary>Samples that it is estimated on, where the training set has as many.</summary>
    public const int Samples = 500;

    private readonly Network _network;
    private readonly Network _squared;
    private readonly Loss _loss;
    private readonly (Tensor Values, Tensor Curvature)[] _targets;

    /// <summary>Prepares.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">Its state gets the estimates; stays the caller's.</param>
    /// <exception cref="TorchBasicsException">No second derivatives are carried through a layer: kind Usage.</exception>
    public CurvatureEstimate(Network network, Loss loss, DiagonalLevenbergMarquardt optimizer)
    {
        CurvatureSupport.Check(network.Architecture, loss);
        (_network, _loss, _squared) = (network, loss, new Network(network.Architecture));
        var parameters = _squared.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        _targets = [.. parameters.Select(pair => ((Tensor)pair.Value, optimizer.CurvatureOf(pair.Key)))];
    }

    /// <summary>Estimates anew, with the weights as they are.</summary>
    /// <param name="batches">Stands at the first batch of an epoch, whose first samples are used.</param>
    public void Renew(BatchSequence batches)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var batch = batches.Gather(0, Math.Min(Samples, batches.EpochOrder.Length));
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            Estimate(batch.Inputs);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _squared.Dispose();

    private void Estimate(Tensor inputs)
    {
        if (inputs.device_type == DeviceType.CPU)
            NativeRuntime.RequireProvenOperators();
        _squared.to(inputs.device);
        foreach (var ((_, from), (_, to)) in _network.State.Zip(_squared.State))
            to.copy_(from.mul(from));
        _squared.zero_grad();
        _network.eval();

        var layers = _network.Architecture.Layers;
        var entering = new Tensor[layers.Count + 1];
        entering[0] = inputs;
        for (var k = 0; k < layers.Count; k++)
            entering[k + 1] = _network.Layers[k].call(entering[k]);
        var h = _loss.Curvature(entering[^1]);
        for (var k = layers.Count - 1; k >= 0; k--)
            h = layers[k].Accept(new CurvatureReader(_network.Layers[k], _squared.Layers[k], entering[k], h));

        using Scalar samples = inputs.size(0);
        foreach (var (values, curvature) in _targets)
            curvature.copy_(values.grad!.div(samples));
        _squared.zero_grad();
    }
}
