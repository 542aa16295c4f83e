using TorchBasics.Core.Catalog;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification;

/// <summary>Every model of the catalogue, held against the reference.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string, Precision> Cases
    {
        get
        {
            var cases = new TheoryData<string, Precision>();
            foreach (var entry in ModelCatalog.All)
            {
                cases.Add(entry.Name, Precision.Float32);
                cases.Add(entry.Name, Precision.Float64);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_model_stays_within_the_bounds_of_the_reference(string model, Precision precision)
    {
        var entry = ModelCatalog.Find(model);
        var spec = RunSpecs.Random(entry.Architecture, RunSpecs.RecipeOf(entry), steps: 2, batchSize: 2, seed: 3);

        var findings = CrossCheck.Run(new TorchEngine(precision), spec, new CheckOptions()).ToList();

        Assert.NotEmpty(findings);
        Assert.Empty(findings.Where(finding => !finding.Deviation.Passed)
            .Select(finding => $"{finding.Check} {finding.Step}: {finding.Deviation}"));
    }
}
