using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchBasics.Core;

namespace TorchBasics.Tests.Mutants;

/// <summary>
/// One sample: drawn, compiled in, traced and tried. What is known is in files, so that a run that was stopped goes on.
/// </summary>
internal sealed class Campaign
{
    private const double FirstWave = 4; // seconds: most changes are noticed by one of the cheap tests

    private readonly MutantOptions _options;
    private readonly string _folder;
    private readonly Lock _file = new();

    public Campaign(MutantOptions options, string repository)
    {
        (_options, _folder) = (options, Directory.CreateDirectory(Path.Combine(repository, "artifacts/mutants")).FullName);
        Sources = Sources.Read(
            repository, options.Folders.Select(folder => string.Join('/', folder.Split('/').Take(2))).Distinct().Order());
        (Mutants, Candidates) = Sources.Choose(options.Folders, options.Count, options.Seed);
        Copy = new WorkingCopy(repository, Path.Combine(_folder, "tree"));
        Key = KeyOf(repository);
    }

    public IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>How many changes there are to draw from.</summary>
    public int Candidates { get; }

    private Sources Sources { get; }

    private WorkingCopy Copy { get; }

    // Of everything that decides on the sample and its fate.
    private string Key { get; }

    private string Coverage => Path.Combine(_folder, "coverage.tsv");

    private string Results => Path.Combine(_folder, "results.tsv");

    private string KeyFile => Path.Combine(_folder, "sample.txt");

    /// <summary>The changes that the compiler takes.</summary>
    /// <returns>Most of the sample.</returns>
    public IReadOnlyList<Mutant> Compiling() =>
        new Compiler(Sources, Path.Combine(Path.GetDirectoryName(_folder)!, "bin/Native/release")).Keep(Mutants);

    /// <summary>Does what is left to do.</summary>
    /// <returns>The outcome of each change.</returns>
    public IReadOnlyDictionary<Mutant, Outcome> Run()
    {
        var program = new TestProgram(Copy.Program, _folder);
        if (!File.Exists(KeyFile) || File.ReadAllText(KeyFile) != Key)
            Prepare(program);
        var tests = File.ReadLines(Coverage).Select(TestRecord.Parse).ToList();
        var known = File.ReadLines(Results).Select(line => line.Split('\t')).ToDictionary(
            parts => int.Parse(parts[0], CultureInfo.InvariantCulture), parts => Enum.Parse<Outcome>(parts[1]));

        using var time = new CancellationTokenSource();
        if (double.IsFinite(_options.Minutes))
            time.CancelAfter(TimeSpan.FromMinutes(_options.Minutes));
        var order = Mutants.ToArray();
        RandomGenerator.ForStream(_options.Seed, "order").Shuffle<Mutant>(order);
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(
                order.Where(mutant => !known.ContainsKey(mutant.Id)),
                System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = _options.Jobs },
            mutant =>
            {
                var outcome = time.IsCancellationRequested ? Outcome.NotTried : Try(program, tests, mutant, time.Token);
                if (outcome == Outcome.NotTried)
                    return;
                lock (_file)
                {
                    known[mutant.Id] = outcome;
                    Note(mutant, outcome);
                }
            });
        return Mutants.ToDictionary(mutant => mutant, mutant => known.GetValueOrDefault(mutant.Id, Outcome.NotTried));
    }

    private void Prepare(TestProgram program)
    {
        File.Delete(KeyFile);
        File.Delete(Results);
        var kept = Compiling();
        Console.Error.WriteLine($"{kept.Count} of {Mutants.Count} changes compile, drawn from {Candidates}; building");
        kept = Copy.Build(Sources, kept);
        Console.Error.WriteLine($"{kept.Count} changes built; tracing");
        File.WriteAllLines(Coverage, program.Trace(_options.Tests).Select(test => $"{test}"));
        File.WriteAllText(Results, string.Empty);
        foreach (var mutant in Mutants.Except(kept))
            Note(mutant, Outcome.NotCompiled);
        File.WriteAllText(KeyFile, Key);
    }

    private Outcome Try(TestProgram program, List<TestRecord> tests, Mutant mutant, CancellationToken cancellation)
    {
        var covering = Covering(tests, mutant).OrderBy(test => test.Seconds).ToList();
        if (covering.Count == 0)
            return Outcome.NotReached;
        var total = 0.0;
        var first = covering.TakeWhile(test => (total += test.Seconds) < FirstWave).ToList();
        foreach (var wave in new[] { first, covering[first.Count..] }.Where(wave => wave.Count > 0))
            if (program.Try(wave, mutant.Id, cancellation) is var outcome and not Outcome.Survived)
                return outcome;
        return Outcome.Survived;
    }

    // A change that acts at the first use of a type shows in whatever comes later, too.
    private IEnumerable<TestRecord> Covering(List<TestRecord> tests, Mutant mutant)
    {
        var near = mutant.IsStatic
            ? Mutants.Where(other => other.Project == mutant.Project).Select(other => other.Id).ToHashSet()
            : [mutant.Id];
        return tests.Where(test => test.Mutants.Any(near.Contains));
    }

    private void Note(Mutant mutant, Outcome outcome)
    {
        File.AppendAllText(Results, $"{mutant.Id}\t{outcome}\t{mutant}\n");
        if (outcome is not (Outcome.Killed or Outcome.NotCompiled))
            Console.Error.WriteLine($"{outcome}\t{mutant}");
    }

    private string KeyOf(string repository)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in new[] { "src", "tests" }
            .SelectMany(part => Directory.EnumerateFiles(Path.Combine(repository, part), "*.cs", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(path));
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{_options.Seed} {_options.Count} {string.Join(',', _options.Folders)} {string.Join(',', _options.Tests)}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
