using System.Globalization;
using TorchBasics.Formats;

namespace TorchBasics.Cli.Commands;

/// <summary>Names for the folders of runs.</summary>
internal static class RunNames
{
    /// <summary>"runs/lenet5-20260131-235959", with a number behind it when that is taken.</summary>
    public static string Next(string model)
    {
        var stamp = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var folder = Path.Combine(TrainOptions.RunsFolder, $"{FileNames.Of(model)}-{stamp}");
        return Enumerable.Range(2, 1000)
            .Select(number => $"{folder}-{number}").Prepend(folder).First(candidate => !Path.Exists(candidate));
    }
}
