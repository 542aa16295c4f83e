using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Records;

/// <summary>
/// What a user asks for when a run starts. It is stored with the run, so that nothing needs to be said again to continue.
/// </summary>
public sealed record RunRequest
{
    /// <summary>Name of the model: in the catalogue, or as the file says that described it or from which the run began.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// The file whose network is trained further; null for a model of the catalogue that begins with random weights.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>
    /// The file that described the network; null for one of the catalogue or of <see cref="Origin"/>. The run keeps the network
    /// itself, whatever becomes of the file.
    /// </summary>
    public string? Architecture { get; init; }

    /// <summary>Name, folder or file of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>What else was said about the data.</summary>
    public DataOptions DataOptions { get; init; } = new();

    /// <summary>"auto", "cpu", "cuda" or "cuda:1".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of libtorch; null means as many as the machine offers.</summary>
    public int? Threads { get; init; }

    /// <summary>How to train.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>What is asked for when nothing is said: the recipe of a model.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <returns>The request, with seed 1.</returns>
    public static RunRequest Usual(string model, TrainingRecipe recipe) =>
        new() { Model = model, Data = recipe.Data, Options = new() { Recipe = recipe, Seed = 1 } };

    /// <summary>Refuses what nobody can have asked for, whatever the data are.</summary>
    /// <exception cref="TorchBasicsException">A text is empty, a number out of its range, or a word unknown.</exception>
    internal void Check()
    {
        var recipe = Options.Recipe;
        RunRules.Require(
            !string.IsNullOrWhiteSpace(Model) && !string.IsNullOrWhiteSpace(Data), "the request names no model or no data");
        RunRules.Require(Origin is null || !string.IsNullOrWhiteSpace(Origin), "the request names an empty file to begin with");
        RunRules.Require(
            Architecture is null || (Origin is null && !string.IsNullOrWhiteSpace(Architecture)),
            "the request names an empty file that describes the network, or one beside a file to begin with");
        RunRules.Require(Threads is not < 1, $"the threads are {Threads}");
        RunRules.Require(
            Enum.IsDefined(recipe.Optimizer) && Enum.IsDefined(recipe.Schedule) && Enum.IsDefined(recipe.Loss)
                && Enum.IsDefined(Options.Kernels),
            "the optimizer, schedule, loss or choice of kernels is not known");
        RunRules.Require(
            DataOptions is not null && recipe.Augmentation is not null && Device is not null,
            "the request lacks its data options, augmentation or device");
        DataOptions!.Check();
        Options.Check(int.MaxValue);
    }

    /// <summary>Without what may be said again when a run continues, because it changes how fast a result comes.</summary>
    internal RunRequest WithoutMeans()
    {
        var usual = Usual(Model, Options.Recipe);
        return RunOptions.All.Where(option => option.IsMeans).Aggregate(this, (request, option) => option.Copy(request, usual));
    }
}
