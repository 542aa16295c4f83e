using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Modules;

/// <summary>Checks a TorchSharp module that somebody else wrote against the reference, in one call.</summary>
public static class ModuleCheck
{
    /// <summary>
    /// Trains the module for some steps on random batches and holds everything that shows against the textbook.
    /// </summary>
    /// <param name="module">
    /// The module, on the CPU. Its parameters need the names of the description ("conv1.weight"): a submodule is called
    /// as its layer is. It may be used as before afterwards; its weights and its mode are put back.
    /// </param>
    /// <param name="architecture">What it should compute.</param>
    /// <param name="options">How it is checked; null for the defaults.</param>
    /// <returns>The verdict with every finding.</returns>
    /// <exception cref="TorchBasicsException">
    /// The parameters are not those of the description; the message names them.
    /// </exception>
    public static ModuleVerdict Run(Module<Tensor, Tensor> module, Architecture architecture, ModuleCheckOptions? options = null)
    {
        NativeRuntime.Load();
        options ??= new();
        var recipe = options.Recipe;
        var spec = RunSpecs.Random(architecture, recipe, options.Steps, recipe.BatchSize, options.Seed);
        var (findings, hidden) = (new List<Finding>(), (IReadOnlyList<string>)[]);
        foreach (var precision in options.Precisions)
        {
            using var engine = new ModuleEngine(module, architecture, precision);
            findings.AddRange(
                CrossCheck.Run(engine, spec, new CheckOptions { Seed = options.Seed, TrajectorySteps = options.Steps }));
            hidden = engine.Hidden;
        }

        return new ModuleVerdict(architecture.Name, findings, hidden);
    }
}
