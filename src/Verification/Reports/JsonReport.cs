using System.Text.Json;
using TorchBasics.Core.Recipes;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Reports;

/// <summary>
/// A report as JSON, for programs. The names are a promise: more may be added, none is renamed.
/// </summary>
/// <remarks>
/// <code>
/// schema     "check"
/// version    1
/// passed     true where all is within bounds
/// verdict    the same in one sentence
/// seconds    wall time
/// versions   { name: version }
/// seed       of weights, samples and checks
/// engines    [ name ]
/// runs       [ { model, parameters, steps, batch, optimizer, loss, learningRate } ]
/// models     [ { model, passed, failures, fraction, seconds, followed: [ { engine, steps, asked, ended } ] } ]
/// threads    [ { model, engine, other, sameBits, arrays, differing, first, step } ]
/// matrix     [ { engine, quantity, fraction, ulps, absolute, relative, count, worst, histogram: { class: count } } ]
/// findings   [ { model, engine, check, layer, quantity, passed, fraction, ulps, absolute, relative, count,
///                step, index, actual, expected, allowed, reason, problem, firstFailure: { step, ... } } ]
/// </code>
/// A finding sums up all steps of one check of one array; step, index, actual, expected and allowed are those of its
/// worst number. A fraction is the error divided by its bound. What is no finite number is a string: "Infinity", "NaN".
/// </remarks>
public static class JsonReport
{
    /// <summary>What "schema" says: docs/json has one of this name.</summary>
    public const string Schema = "check";

    /// <summary>What "version" says: it rises where a field goes or changes its meaning.</summary>
    public const int Version = 1;

    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>A JSON document.</returns>
    public static string ToText(CheckReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions
        {
            Indented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        }))
        {
            json.WriteStartObject();
            Header(json, report);
            Array(json, "models", report.Models, summary => Model(json, summary));
            Array(json, "threads", report.Threads, threads => Threads(json, threads));
            Array(json, "matrix", report.Matrix(), cell => Cell(json, cell));
            Array(json, "findings", report.Rows, row => Row(json, row));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Header(Utf8JsonWriter json, CheckReport report)
    {
        json.WriteString("schema", Schema);
        json.WriteNumber("version", Version);
        json.WriteBoolean("passed", report.Passed);
        json.WriteString("verdict", report.Verdict);
        json.WriteNumber("seconds", Math.Round(report.WallTime.TotalSeconds, 3));
        json.WriteStartObject("versions");
        foreach (var (name, version) in report.Header.Versions)
            json.WriteString(name, version);
        json.WriteEndObject();
        json.WriteNumber("seed", report.Header.Seed);
        json.WriteStartArray("engines");
        foreach (var engine in report.Header.Engines)
            json.WriteStringValue(engine);
        json.WriteEndArray();
        Array(json, "runs", report.Header.Runs, run =>
        {
            json.WriteString("model", run.Model);
            json.WriteNumber("parameters", run.Parameters);
            json.WriteNumber("steps", run.Steps);
            json.WriteNumber("batch", run.BatchSize);
            json.WriteString("optimizer", RecipeWords.Of(run.Optimizer));
            json.WriteString("loss", RecipeWords.Of(run.Loss));
            json.WriteNumber("learningRate", run.LearningRate);
        });
    }

    private static void Model(Utf8JsonWriter json, ModelSummary summary)
    {
        json.WriteString("model", summary.Model);
        json.WriteBoolean("passed", summary is { Worst: not null, Failures: 0 });
        json.WriteNumber("failures", summary.Failures);
        Number(json, "fraction", summary.Worst?.Worst.Fraction ?? double.NaN);
        json.WriteNumber("seconds", Math.Round(summary.WallTime.TotalSeconds, 3));
        Array(json, "followed", summary.Followed, pair =>
        {
            json.WriteString("engine", pair.Key);
            json.WriteNumber("steps", pair.Value.Steps);
            json.WriteNumber("asked", pair.Value.Asked);
            json.WriteString("ended", pair.Value.Ended);
        });
    }

    private static void Threads(Utf8JsonWriter json, Running.ThreadAgreement threads)
    {
        json.WriteString("model", threads.Model);
        json.WriteString("engine", threads.One);
        json.WriteString("other", threads.Other);
        json.WriteBoolean("sameBits", threads.SameBits);
        json.WriteNumber("arrays", threads.Arrays);
        json.WriteNumber("differing", threads.Differing);
        json.WriteString("first", threads.First?.ToString());
        Step(json, threads.Step);
    }

    private static void Cell(Utf8JsonWriter json, MatrixCell cell)
    {
        json.WriteString("engine", cell.Engine);
        json.WriteString("quantity", Quantities.Names[cell.Quantity]);
        Number(json, "fraction", cell.Worst.Worst.Fraction);
        Number(json, "ulps", cell.Ulps);
        Number(json, "absolute", cell.Absolute);
        Number(json, "relative", cell.Relative);
        json.WriteNumber("count", cell.Count);
        json.WriteString("worst", FindingText.Where(cell.Worst));
        json.WriteStartObject("histogram");
        foreach (var (label, count) in FractionHistogram.Labels.Zip(cell.Histogram.Counts))
            json.WriteNumber(label, count);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, ReportRow row)
    {
        json.WriteString("model", row.Model);
        json.WriteString("engine", row.Engine);
        json.WriteString("check", row.Check);
        json.WriteString("layer", row.Worst.Place.Layer);
        json.WriteString("quantity", row.Worst.Place.Quantity);
        json.WriteBoolean("passed", row.FirstFailure is null);
        Number(json, "fraction", row.Worst.Fraction);
        Number(json, "ulps", row.Worst.Ulps);
        Number(json, "absolute", row.Worst.Absolute);
        Number(json, "relative", row.Worst.Relative);
        json.WriteNumber("count", row.Worst.Count);
        Single(json, row.Worst, row.Step);
        if (row.FirstFailure is { } failure)
        {
            json.WriteStartObject("firstFailure");
            Single(json, failure.Deviation, failure.Step);
            json.WriteEndObject();
        }
    }

    private static void Single(Utf8JsonWriter json, Deviation deviation, int? step)
    {
        Step(json, step);
        json.WriteString("index", $"[{string.Join(", ", deviation.Numbers.Index)}]");
        Number(json, "actual", deviation.Numbers.Worst.Actual);
        Number(json, "expected", deviation.Numbers.Worst.Expected);
        Number(json, "allowed", deviation.Numbers.Worst.Allowed);
        json.WriteString("reason", deviation.Reason);
        json.WriteString("problem", deviation.Problem);
    }

    private static void Step(Utf8JsonWriter json, int? step)
    {
        if (step is { } number)
            json.WriteNumber("step", number);
        else
            json.WriteNull("step");
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
