using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Training;

/// <summary>TorchSharp's own optimizers.</summary>
internal static class BareOptimizer
{
    public static optim.Optimizer Create(TrainingRecipe recipe, IEnumerable<Parameter> parameters) => recipe.Optimizer switch
    {
        OptimizerKind.Sgd => optim.SGD(parameters, recipe.LearningRate),
        OptimizerKind.Momentum => optim.SGD(parameters, recipe.LearningRate, recipe.Momentum),
        OptimizerKind.Nesterov => optim.SGD(parameters, recipe.LearningRate, recipe.Momentum, nesterov: true),
        OptimizerKind.Adam => optim.Adam(parameters, recipe.LearningRate, recipe.Momentum),
        _ => throw new TorchBasicsException(ErrorKind.Usage, $"The benchmarks do not know the optimizer {recipe.Optimizer}."),
    };
}
