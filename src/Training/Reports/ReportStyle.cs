namespace TorchBasics.Training.Reports;

/// <summary>The style sheet of a report; a file of its own, report.css, inside the assembly.</summary>
internal static class ReportStyle
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The style sheet is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
