#:property PublishAot=false

// Adds up the xUnit reports of all test projects; the last line is "N passed, N failed, N skipped".
// usage: dotnet run scripts/TestSummary.cs -- FOLDER [--allow-skips PREFIX...]
// With --allow-skips a test that was skipped for another reason than those that start with a PREFIX counts as a failure
// of the whole: a test that could have run has to run.

using System.Xml.Linq;

var assemblies = Directory.EnumerateFiles(args[0], "*.xml").Order(StringComparer.Ordinal)
    .SelectMany(file => XDocument.Load(file).Descendants("assembly")).ToList();
var allowed = args is [_, "--allow-skips", .. var prefixes] ? prefixes : [""];

foreach (var assembly in assemblies)
{
    Console.WriteLine(
        $"{Path.GetFileName((string?)assembly.Attribute("name"))}: {Count(assembly, "total")} tests "
        + $"in {(double?)assembly.Attribute("time"):F0} s");
    foreach (var test in assembly.Descendants("test").OrderByDescending(test => (double?)test.Attribute("time")).Take(5))
        Console.WriteLine(
            $"  {(double?)test.Attribute("time"),7:F1} s  "
            + $"{((string?)test.Attribute("name"))?.Replace("\\\"", "\"", StringComparison.Ordinal)}");
}

foreach (var test in assemblies.Descendants("test").Where(test => (string?)test.Attribute("result") == "Fail"))
    Console.WriteLine(
        $"failed {(string?)test.Attribute("name")}: "
        + $"{((string?)test.Element("failure")?.Element("message"))?.ReplaceLineEndings(" ")}");

var skips = assemblies.Descendants("test").Where(test => (string?)test.Attribute("result") == "Skip")
    .GroupBy(test => (string?)test.Element("reason") ?? "no reason given").ToList();
foreach (var skip in skips)
    Console.WriteLine($"skipped {skip.Count()}: {skip.Key}");

var unwanted = skips.Where(skip => !allowed.Any(prefix => skip.Key.StartsWith(prefix, StringComparison.Ordinal)))
    .Sum(skip => skip.Count());
if (unwanted > 0)
    Console.WriteLine(
        $"{unwanted} skipped tests could have run here; only those with a reason that starts with "
        + $"{string.Join(" or ", allowed.Select(prefix => $"'{prefix}'"))} may be skipped.");

var failed = assemblies.Sum(assembly => Count(assembly, "failed") + Count(assembly, "errors"));
var passed = assemblies.Sum(assembly => Count(assembly, "passed"));
Console.WriteLine($"{passed} passed, {failed} failed, {assemblies.Sum(assembly => Count(assembly, "skipped"))} skipped");
return failed == 0 && unwanted == 0 && passed > 0 ? 0 : 1;

static int Count(XElement assembly, string name) => (int?)assembly.Attribute(name) ?? 0;
