using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Lessons.Rendering;
using TorchBasics.Pages;

namespace TorchBasics.Lessons;

/// <summary>The lessons behind an interface of texts, for a browser.</summary>
public sealed class LessonEngine : ITrainedNetworks
{
    private readonly Dictionary<string, Model> _networks = [];
    private readonly ModelFiles _files = new();

    /// <summary>Takes a trained network that an experiment may ask for.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    /// <param name="file">The bytes of a model file.</param>
    public void Provide(string name, byte[] file) => _networks[name] = ModelFile.Of(name, SafeTensorsFile.Parse(name, file));

    /// <inheritdoc/>
    public Model Get(string name) => _networks.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"The trained network '{name}' was not provided.");

    /// <summary>Takes a model file that a person gives to a lesson, where it is what the lesson needs.</summary>
    /// <param name="lesson">The lesson's name.</param>
    /// <param name="language">The code of the language.</param>
    /// <param name="parameters">As for <see cref="Run"/>.</param>
    /// <param name="name">The parameter that it is for.</param>
    /// <param name="file">The bytes of the file.</param>
    /// <returns>A JSON object: "value", which the parameter has with this file, or "error", a sentence.</returns>
    public string Take(string lesson, string language, string parameters, string name, byte[] file) =>
        Answer(language, writer =>
        {
            var all = CourseCatalog.Find(lesson).Parameters;
            var parameter = all.OfType<ModelParameter>().First(one => one.Name == name);
            var network = parameter.Network(ParameterValues.Of(all, JsonTexts.Read(parameters)));
            GivenModel.Read(file, network, () => Normalization.Identity);
            writer.WriteString("value", _files.Add(file));
        });

    /// <summary>Lets go of a model file that was taken, where another has its place or none is wanted any more.</summary>
    /// <param name="value">The value that it had.</param>
    public void Release(string value) => _files.Remove(value);

    /// <summary>Does an experiment.</summary>
    /// <param name="lesson">The lesson's name.</param>
    /// <param name="language">The code of the language.</param>
    /// <param name="parameters">A JSON object of texts: those parameters that are not as at the beginning.</param>
    /// <param name="report">Told how much is done, from 0 to 1.</param>
    /// <returns>
    /// A JSON object: "html" for the experiment's section, "hash", "holds" (all claims), "milliseconds", "solved" (an object of
    /// true and false), "values" (all parameters in their usual form), and "error": null, or a sentence, and nothing else then.
    /// </returns>
    public string Run(string lesson, string language, string parameters, Action<double>? report = null) =>
        Answer(language, writer =>
        {
            var start = Stopwatch.GetTimestamp();
            var (run, values) = Compute(lesson, language, parameters, report);
            Write(writer, run, values, Texts.Of(lesson, Language.Find(language)), Stopwatch.GetElapsedTime(start));
        });

    /// <summary>Makes a file that a lesson offers.</summary>
    /// <param name="lesson">The lesson's name.</param>
    /// <param name="language">The code of the language.</param>
    /// <param name="parameters">As for <see cref="Run"/>.</param>
    /// <param name="file">Its name.</param>
    /// <returns>Its bytes.</returns>
    public byte[] Download(string lesson, string language, string parameters, string file) =>
        Compute(lesson, language, parameters, null).Run.Downloads.First(one => one.FileName == file).Content();

    // What "write" has thrown before it wrote anything is the answer.
    private static string Answer(string language, Action<Utf8JsonWriter> write)
    {
        var spoken = Language.All.FirstOrDefault(one => one.Code == language) ?? Language.English;
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            try
            {
                write(writer);
            }
            catch (Exception error) when (error is TorchBasicsException or JsonException)
            {
                writer.WriteString("error", error is LessonException said ? said.In(spoken) : error.Message);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static void Write(
        Utf8JsonWriter writer, LessonRun run, ParameterValues values, Texts texts, TimeSpan time)
    {
        writer.WriteString("html", Page.Fragment(ExperimentHtml.Of(run, texts)));
        writer.WriteString("hash", run.Hash);
        writer.WriteBoolean("holds", run.Holds);
        writer.WriteNumber("milliseconds", time.TotalMilliseconds);
        writer.WriteStartObject("solved");
        foreach (var (question, isSolved) in run.Solved)
            writer.WriteBoolean(question, isSolved);
        writer.WriteEndObject();
        writer.WriteStartObject("values");
        foreach (var (name, value) in values.Texts)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteNull("error");
    }

    private (LessonRun Run, ParameterValues Values) Compute(
        string name, string language, string parameters, Action<double>? report)
    {
        var lesson = CourseCatalog.Find(name);
        var values = ParameterValues.Of(lesson.Parameters, JsonTexts.Read(parameters));
        return (lesson.Run(values, Language.Find(language), new LessonContext(this, Report: report) { Files = _files }), values);
    }
}
