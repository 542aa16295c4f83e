using TorchBasics.Core;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Formats.Architectures;

/// <summary>What a file says of a network that has no weights yet.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Recipe">How it is to be trained; null where the file leaves that open.</param>
public sealed record NetworkDescription(Architecture Architecture, TrainingRecipe? Recipe);
