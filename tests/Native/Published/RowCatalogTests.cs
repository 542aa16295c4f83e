using System.Text.Json;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Published;

namespace TorchBasics.Tests.Native.Published;

/// <summary>The rows, and what was measured for them.</summary>
public sealed class RowCatalogTests
{
    private const string Valid =
        """
        {
          "result": "A network", "source": "A paper", "isChecked": true, "error": 2.5, "digit": 0.1,
          "network": "lenet5",
          "recipe": {
            "data": "mnist", "epochs": 3, "batchSize": 10, "learningRate": 0.1, "optimizer": "Sgd", "momentum": 0,
            "schedule": "Constant", "loss": "CrossEntropy", "pixels": { "background": 0, "foreground": 1 }
          },
          "seeds": 5, "deviations": []
        }
        """;

    public static TheoryData<string> Names => [.. RowCatalog.All.Select(row => row.Name)];

    [Fact]
    public void Rows_are_named_by_author_year_and_network_and_are_in_order()
    {
        Assert.All(RowCatalog.All, row => Assert.Matches("^[a-z]+-[0-9]{4}/[a-z0-9-]+$", row.Name));
        var names = RowCatalog.All.Select(row => row.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(2, RowCatalog.All.Count(row => row.Quick is not null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_was_measured_with_its_seeds_and_the_verdict_is_that_of_its_numbers(string name)
    {
        var row = RowCatalog.Find(name);

        var measured = RowCatalog.MeasuredFor(row);

        Assert.NotNull(measured);
        Assert.Equal(row.Seeds, measured.Seeds.Count);
        Assert.All(measured.Seeds, seed => Assert.Equal(row.Recipe.Epochs, seed.Epochs.Count));
        Assert.All(measured.Seeds, seed => Assert.Equal(seed.Members?.Average() ?? seed.Error, seed.Epochs[^1], 1e-3));
        Assert.All(measured.Seeds, seed => Assert.Equal(row.Committee?.Members, seed.Members?.Count));
        Assert.Equal(measured.Seeds.Count, measured.Seeds.Select(seed => seed.WeightHash).Distinct().Count());
        var statistics = SeedStatistics.Of([.. measured.Seeds.Select(seed => seed.Error)]);
        Assert.Equal(statistics.Mean, measured.Mean, 1e-4);
        Assert.Equal(statistics.HalfWidth, measured.HalfWidth, 1e-4);
        Assert.Equal(statistics.Compare(row), measured.Verdict);
    }

    [Fact]
    public void A_row_may_name_a_network_of_the_catalogue()
    {
        var row = RowCatalog.Parse("somebody-2000/net", Valid);

        Assert.Equal(("somebody-2000/net", "lenet5", 2.5, 2.5), (row.Name, row.Network.Name, row.Error, row.HighestError));
    }

    [Fact]
    public void A_recipe_may_say_how_fast_biases_and_layers_learn()
    {
        var more = Valid.Replace(
            "\"momentum\": 0,",
            "\"momentum\": 0, \"beta2\": 0.99, \"epsilon\": 1e-6, \"biasRate\": 2, \"rateScaling\": \"SqrtFanIn\",",
            StringComparison.Ordinal);

        var recipe = RowCatalog.Parse("somebody-2000/net", more).Recipe;

        Assert.Equal((0.99, 1e-6), (recipe.Beta2, recipe.Epsilon));
        Assert.Equal((2.0, RateScaling.SqrtFanIn), (recipe.BiasRate, recipe.RateScaling));
    }

    [Fact]
    public void A_recipe_may_have_a_table_of_rates_and_a_warm_up()
    {
        var more = Valid.Replace(
            "\"Constant\"",
            "\"MultiStep\", \"milestones\": [2, 5], \"milestoneRates\": [0.02, 0.01], \"warmUp\": 0.5",
            StringComparison.Ordinal);

        var recipe = RowCatalog.Parse("somebody-2000/net", more).Recipe;

        Assert.Equal((ScheduleKind.MultiStep, 0.5), (recipe.Schedule, recipe.WarmUp));
        Assert.Equal([2, 5], recipe.Milestones!);
        Assert.Equal([0.02, 0.01], recipe.MilestoneRates!);
    }

    [Theory]
    [InlineData("\"error\": 2.5,", "")]
    [InlineData("\"error\": 2.5,", "\"error\": 2.5, \"colour\": 1,")]
    [InlineData("\"seeds\": 5", "\"seeds\": \"five\"")]
    [InlineData(", \"pixels\": { \"background\": 0, \"foreground\": 1 }", "")]
    [InlineData("\"optimizer\": \"Sgd\"", "\"optimizer\": \"Magic\"")]
    public void A_file_that_lacks_something_or_has_more_is_refused(string part, string other) => Assert.Throws<JsonException>(
        () => RowCatalog.Parse("row", Valid.Replace(part, other, StringComparison.Ordinal)));

    [Fact]
    public void A_recipe_may_leave_the_smoothness_of_bending_out()
    {
        var row = RowCatalog.Parse(
            "somebody-2000/net",
            Valid.Replace("\"momentum\": 0,", "\"momentum\": 0, \"augmentation\": { \"shift\": 1 },", StringComparison.Ordinal));

        Assert.Equal(new Augmentation { Shift = 1 }, row.Recipe.Augmentation);
    }

    [Fact]
    public void A_row_may_be_a_committee()
    {
        var row = RowCatalog.Parse(
            "somebody-2000/nets",
            Valid.Replace("\"seeds\": 5", "\"seeds\": 5, \"committee\": { \"members\": 7 }", StringComparison.Ordinal));

        Assert.Equal(new CommitteeForm(7), row.Committee);
    }

    [Theory]
    [InlineData("\"seeds\": 5", "\"seeds\": 1", "its seeds are too few or too many")]
    [InlineData("\"digit\": 0.1", "\"digit\": 0", "its error is none")]
    [InlineData("\"seeds\": 5", "\"seeds\": 5, \"committee\": { \"members\": 1 }", "its committee is none")]
    [InlineData("\"seeds\": 5", "\"seeds\": 5, \"committee\": { \"members\": 300 }", "its committee is none")]
    [InlineData("\"deviations\"", "\"committee\": { \"members\": 4, \"isBoosted\": true }, \"deviations\"", "committee is none")]
    [InlineData("\"deviations\"", "\"committee\": { \"members\": 3, \"isBoosted\": true }, \"deviations\"", "needs distortions")]
    public void A_row_that_cannot_be_run_is_refused(string part, string other, string message) => Assert.Contains(
        message,
        Assert.Throws<InvalidOperationException>(
            () => RowCatalog.Parse("row", Valid.Replace(part, other, StringComparison.Ordinal))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_unknown_row_is_answered_with_the_nearest() => Assert.Contains(
        "Did you mean 'lecun-1998/linear'?",
        Assert.Throws<TorchBasicsException>(() => RowCatalog.Find("lecun-1998/linea")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_page_shows_the_table() => Assert.Contains(
        PublishedTable.Markdown().TrimEnd(),
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "published.md")).ReplaceLineEndings("\n"),
        StringComparison.Ordinal);
}
