using TorchBasics.Core.Recipes;

namespace TorchBasics.Tests.Managed.Core.Recipes;

public class TrainingRecipeTests
{
    private static readonly TrainingRecipe Recipe = new() { Data = "none", Epochs = 1, BatchSize = 1, LearningRate = 1 };

    [Fact]
    public void Recipes_with_the_same_milestones_in_other_lists_are_equal()
    {
        var (one, other) = (
            Recipe with { Milestones = [2, 5], MilestoneRates = [0.5, 0.25] },
            Recipe with { Milestones = new List<int> { 2, 5 }, MilestoneRates = new List<double> { 0.5, 0.25 } });

        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.True(one != one with { Milestones = [2, 6] });
        Assert.True(one != one with { MilestoneRates = null });
    }

    [Fact]
    public void Later_changes_of_a_list_do_not_reach_the_recipe()
    {
        var milestones = new List<int> { 2, 5 };
        var recipe = Recipe with { Milestones = milestones };

        milestones.Add(9);

        Assert.Equal([2, 5], recipe.Milestones!);
    }
}
