using TorchBasics.Lessons.Learning;

namespace TorchBasics.Tests.Managed.Lessons;

public class OneNeuronXorLessonTests
{
    [Theory]
    [InlineData("xor")]
    [InlineData("xnor")]
    public void Certificate_TakesEachRowOnce(string gate) =>
        Assert.Equal([1, 1, 1, 1], LineCertificate.Find(TruthTable.Rows(gate))!.Factors);

    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    [InlineData("nand")]
    public void Certificate_IsMissing_WhereALineSeparates(string gate) =>
        Assert.Null(LineCertificate.Find(TruthTable.Rows(gate)));

    [Fact]
    public void Rule_OnXor_ComesBackToItsWeights()
    {
        var history = PerceptronRule.Learn(TruthTable.Rows("xor"), default, rate: 1, passes: 100);

        Assert.False(history.HasLearnt);
        Assert.NotNull(history.CycleStart);
        Assert.Equal(history.Updates[^1].After, history.Weights);
    }

    [Fact]
    public void Search_FindsAllFunctionsButTwo()
    {
        var search = NeuronSearch.Run();

        Assert.Equal(17 * 17 * 17, search.Tried);
        Assert.Equal(search.Tried, search.Hits.Sum());
        Assert.Equal(
            [NeuronSearch.Function(TruthTable.Rows("xor")), NeuronSearch.Function(TruthTable.Rows("xnor"))],
            Enumerable.Range(0, 16).Where(function => search.Hits[function] == 0));
    }

    [Fact]
    public void Search_CountsRowsRight_ByTheFunctionsThatDiffer()
    {
        var search = NeuronSearch.Run();

        // Right in no row of XOR means to compute XNOR, which no neuron does.
        Assert.Equal([0, 0], [search.ByRowsRight(6)[0], search.ByRowsRight(6)[4]]);
        Assert.Equal(search.Hits[8], search.ByRowsRight(8)[4]); // AND
    }
}
