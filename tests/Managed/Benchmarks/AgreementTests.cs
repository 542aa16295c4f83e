using TorchBasics.Benchmarks.Running;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Managed.Benchmarks;

public sealed class AgreementTests
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Rivals_that_compute_the_same_pass_with_their_largest_difference()
    {
        var difference = Check([1, 2, 3], [1, 2, 3.00005f]);

        Assert.Equal(5e-5, difference, 1e-6);
    }

    [Theory]
    [InlineData(3.001f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_rival_that_computes_something_else_is_refused_by_name(float last)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Check([1, 2, 3], [1, 2, last]));

        Assert.Contains("rival 1 and rival 0 differ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_no_number_is_not_hidden_by_a_later_one() =>
        Assert.Throws<TorchBasicsException>(() => Check([1, 2, 3], [1, float.NaN, 3]));

    [Fact]
    public void A_result_of_another_length_is_refused() => Assert.Throws<TorchBasicsException>(() => Check([1, 2, 3], [1, 2]));

    // A network that answers zeros agrees with every other that does.
    [Fact]
    public void Results_without_content_prove_nothing_and_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Check([0, 0, 1e-3f], [0, 0, 1e-3f]));

        Assert.Contains("too little to compare", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_that_are_no_numbers_are_refused() =>
        Assert.Throws<TorchBasicsException>(() => Check([float.NaN, 1, 2], [float.NaN, 1, 2]));

    [Fact]
    public void A_rival_that_does_other_work_is_compared_with_its_twin_and_not_with_the_first()
    {
        Entrant[] entrants =
        [
            new("first", () => new Fixed("first", [1, 2, 3])),
            new("other", () => new Fixed("other", [5, 6, 8])) { Twin = () => new Fixed("twin", [5, 6, 8.00005f]) },
        ];

        var difference = Agreement.Check(Contest(), entrants, [.. entrants.Select(entrant => entrant.Create())]);

        Assert.Equal(5e-5, difference, 1e-6);
    }

    [Fact]
    public void A_rival_that_differs_from_its_twin_is_refused_by_name()
    {
        Entrant[] entrants =
        [
            new("first", () => new Fixed("first", [1, 2, 3])),
            new("other", () => new Fixed("other", [1, 2, 3])) { Twin = () => new Fixed("twin", [1, 2, 4]) },
        ];

        var error = Assert.Throws<TorchBasicsException>(
            () => Agreement.Check(Contest(), entrants, [.. entrants.Select(entrant => entrant.Create())]));

        Assert.Contains("other and twin differ", error.Message, StringComparison.Ordinal);
    }

    private static Contest Contest() => new("test", "a test", Threads: 1, SamplesPerStep: 1, FlopsPerStep: 1, Tolerance, []);

    private static double Check(params float[][] results) =>
        Agreement.Check(Contest(), [.. results.Select((result, index) => new Fixed($"rival {index}", result))]);

    private sealed class Fixed(string name, float[] result) : Rival(name)
    {
        public override float[] Result() => result;
    }
}
