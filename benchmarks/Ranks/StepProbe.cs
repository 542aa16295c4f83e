using System.Globalization;
using System.Runtime.InteropServices;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Runs;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>Measures steps in this process, or in all that a launcher has started; rank 0 prints a line for each work.</summary>
internal static class StepProbe
{
    /// <summary>The verb with which this program starts itself.</summary>
    public const string Verb = "ranks-steps";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Answers on standard output.</summary>
    /// <param name="threads">Threads of each process.</param>
    /// <param name="seconds">Seconds of each work, without warm-up.</param>
    /// <param name="batches">The batches, with commas between them.</param>
    public static void Answer(int threads, double seconds, string batches)
    {
        using var ranks = RankGroup.Join(Patience);
        foreach (var work in RankWork.All(batches.Split(',').Select(batch => int.Parse(batch, CultureInfo.InvariantCulture))))
        {
            using var clock = new StepClock(seconds);
            Measure(work, threads, clock, ranks);
            double[] own = [clock.MedianSeconds, clock.MedianBytes, clock.WaitingShare];
            double[][] all = ranks is null ? [own] : [.. MemoryMarshal.Cast<byte, double>(
                ranks.Gather(MemoryMarshal.AsBytes(own.AsSpan()))).ToArray().Chunk(own.Length)];
            if (ranks is null or { Leads: true })
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {work.Key} {own[0]:R} {all.Max(each => each[1]):R} {all.Average(each => each[2]):R}"));
        }
    }

    private static void Measure(RankWork work, int threads, StepClock clock, RankGroup? ranks)
    {
        var request = work.Request(threads);
        var folder = Directory.CreateTempSubdirectory("torchbasics-ranks-").FullName;
        try
        {
            var place = Path.Combine(folder, "run");
            using var run = ranks is null
                ? TrainingRun.Start(request, place, work.Origin(request))
                : RankedRun.Start(ranks, request, place, work.Origin(request));
            _ = run.Execute(clock, clock.Enough);
            if (ranks is not null)
                ranks.Interruption = CancellationToken.None; // this run's is over; who waits for the next one has time
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
