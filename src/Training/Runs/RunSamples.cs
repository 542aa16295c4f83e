using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>The samples of a run as its request asks for them.</summary>
public static class RunSamples
{
    /// <summary>Loads them, and deskews their pictures where the recipe says so.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="classes">
    /// What the outputs of a network stand for that will meet the samples; null lets the data decide.
    /// </param>
    /// <param name="cancellation">Ends the reading of a large .csv file.</param>
    /// <returns>The samples, before any is kept back.</returns>
    /// <exception cref="TorchBasicsException">
    /// They are missing or damaged: kind Data. They are unknown, or no pictures that could be deskewed: kind Usage.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static DataSplit Load(
        RunRequest request, IReadOnlyList<string>? classes = null, CancellationToken cancellation = default)
    {
        var data = DataCatalog.Load(request.Data, request.DataOptions, classes, cancellation);
        return request.Options.Recipe.Deskew ? data.Deskew() : data;
    }
}
