using System.Runtime.InteropServices;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Graphs.Operators;
using TorchBasics.Verification.Conformance.Engines;
using TorchSharp;

namespace TorchBasics.Verification.Conformance;

/// <summary>Runs cases and turns whatever happens into a result.</summary>
internal sealed class CaseRun
{
    private readonly GraphRun _reference = GraphRun.OnReference();
    private readonly GraphRun _libtorch = GraphRun.On(new TorchOperators());

    /// <summary>Runs one case on one engine.</summary>
    public CaseResult Run(CaseFolder folder, ConformanceEngine engine)
    {
        try
        {
            return Compare(folder, engine);
        }
        catch (UnsupportedException error)
        {
            return new CaseResult(folder.Name, engine, CaseOutcome.Unsupported, error.Message, Largest: null);
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.Data)
        {
            return new CaseResult(folder.Name, engine, CaseOutcome.Unreadable, error.Message, Largest: null);
        }
        catch (Exception error) when (error is ExternalException or ArgumentException or InvalidOperationException
            or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            return new CaseResult(
                folder.Name,
                engine,
                CaseOutcome.Failed,
                $"the engine stopped: {error.GetType().Name}: {error.Message}",
                Largest: null);
        }
    }

    private CaseResult Compare(CaseFolder folder, ConformanceEngine engine)
    {
        var (model, erratum, slack) = SuiteErrata.Apply(folder.Name, folder.ReadModel());
        _reference.Check(model);
        CaseDeviation? largest = null;
        foreach (var dataSet in folder.DataSets())
        {
            var (deviation, problem) = Compare(model, dataSet, engine, slack);
            if (problem is not null)
                return new CaseResult(folder.Name, engine, CaseOutcome.Failed, problem, Largest: null);
            if (largest is null || deviation?.Share > largest.Share)
                largest = deviation;
        }

        return largest?.Share > 1
            ? new CaseResult(folder.Name, engine, CaseOutcome.Failed, largest.ToString(), largest)
            : new CaseResult(folder.Name, engine, CaseOutcome.Passed, erratum, largest);
    }

    private (CaseDeviation? Largest, string? Problem) Compare(
        OnnxModel model, string dataSet, ConformanceEngine engine, double slack)
    {
        var (inputs, expected) = (CaseFolder.Read(dataSet, "input"), CaseFolder.Read(dataSet, "output"));
        var outputs = model.Graph.Outputs;
        if (expected.Count != outputs.Count || expected.Count == 0)
            throw new TorchBasicsException(
                ErrorKind.Data, $"{dataSet} has {expected.Count} output files; the model has {outputs.Count} outputs.");
        var reference = _reference.Run(model, inputs);
        var actual = engine == ConformanceEngine.Reference ? reference : RunLibtorch(model, inputs);
        var comparison = new CaseComparison(
            engine == ConformanceEngine.Reference ? "the reference" : "libtorch",
            roundedTwice: engine == ConformanceEngine.Libtorch,
            slack);
        CaseDeviation? largest = null;
        for (var i = 0; i < outputs.Count; i++)
        {
            var deviation = comparison.Compare(outputs[i].Name, expected[i], actual[i], reference[i], out var problem);
            if (problem is not null)
                return (null, problem);
            if (largest is null || deviation?.Share > largest.Share)
                largest = deviation;
        }

        return (largest, null);
    }

    private IReadOnlyList<ComputedArray> RunLibtorch(OnnxModel model, IReadOnlyList<NamedArray> inputs)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        return _libtorch.Run(model, inputs);
    }
}
