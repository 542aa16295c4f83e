using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;

namespace TorchBasics.Verification.Conformance;

/// <summary>
/// Runs suites in the form of the ONNX project's backend tests: folders with a model.onnx and folders test_data_set_N of
/// input_M.pb and output_M.pb. Nobody here wrote those numbers.
/// </summary>
/// <remarks>
/// No tolerance is chosen. The reference computes each output element and the bound on the error of any correct
/// computation in the model's type; the suite's number may be off by it, and libtorch's by as much. What is not rounded
/// (copies, maxima, integers) must be equal. NaN is equal to NaN only.
/// </remarks>
public static class ConformanceSuite
{
    /// <summary>Runs every case in a folder and in the folders within it.</summary>
    /// <param name="folder">The folder of the suite, or of one case.</param>
    /// <param name="engines">What computes.</param>
    /// <param name="finished">Told each result as it comes; null for nobody.</param>
    /// <returns>All results. What is not supported or cannot be read is among them.</returns>
    /// <exception cref="TorchBasicsException">
    /// The folder is missing or holds no cases: kind Data; libtorch is asked for and cannot be loaded: kind NativeRuntime.
    /// </exception>
    public static ConformanceReport Run(
        string folder, IReadOnlyList<ConformanceEngine> engines, Action<CaseResult>? finished = null)
    {
        var cases = CaseFolder.Find(folder);
        if (engines.Contains(ConformanceEngine.Libtorch))
            NativeRuntime.Load();
        var run = new CaseRun();
        var results = new List<CaseResult>();
        foreach (var engine in engines)
        {
            foreach (var found in cases)
            {
                var result = run.Run(found, engine);
                results.Add(result);
                finished?.Invoke(result);
            }
        }

        return new ConformanceReport(folder, cases.Count, results);
    }
}
