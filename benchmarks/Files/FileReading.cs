using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchBasics.Benchmarks.Reporting;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Benchmarks.Files;

/// <summary>
/// How fast a safetensors file of 1 GiB is read, beside cat, which does nothing with the bytes, and beside Python's read,
/// which checks nothing: with the file in the memory of the operating system, and from the disk.
/// </summary>
internal static class FileReading
{
    private const int Arrays = 64;
    private const int ArrayLength = 1 << 24;
    private const int Rounds = 9;
    private const string DropCaches = "/proc/sys/vm/drop_caches";
    private const string Cat = "cat FILE > /dev/null";
    private const string Python =
        "import sys, time; t = time.perf_counter(); b = open(sys.argv[1], 'rb').read(); print(time.perf_counter() - t)";

    /// <summary>Measures and prints.</summary>
    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("torchbasics-files-");
        try
        {
            var path = Path.Combine(folder.FullName, "large.safetensors");
            var bytes = new byte[ArrayLength];
            var random = new RandomGenerator(1);
            foreach (ref var word in MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan()))
                word = random.NextUInt64();
            SafeTensorsFile.Write(path, Enumerable.Range(0, Arrays)
                .Select(index => new NamedArray($"layer{index}.weight", ElementType.Float32, [1024, ArrayLength / 4096], bytes)));
            Measure("in the memory of the operating system", path, () => { });
            if (CanDropCaches())
                Measure("from the disk", path, () => File.WriteAllText(DropCaches, "1"));
            else
                Console.WriteLine($"\nfrom the disk: not measured, because {DropCaches} cannot be written");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(string where, string path, Action prepare)
    {
        var reused = new byte[ArrayLength];
        (string Name, Func<double> Read)[] readers =
        [
            (Cat, () => Time(() => Shell($"cat '{path}' > /dev/null"))),
            ("SafeTensorsReader, array by array into the same memory", () => Time(() => Stream(path, reused))),
            ("SafeTensorsFile.Read, into new memory", () => Time(() => SafeTensorsFile.Read(path))),
            ("Python, open(FILE, 'rb').read()", () => double.Parse(
                Shell($"python3 -c \"{Python}\" '{path}'"), CultureInfo.InvariantCulture)),
        ];
        var seconds = readers.ToDictionary(reader => reader.Name, _ => new List<double>());
        var load = new OtherLoad();
        for (var round = -1; round < Rounds; round++) // the first one warms up
        {
            for (var turn = 0; turn < readers.Length; turn++)
            {
                var (name, read) = readers[(turn + round + 1) % readers.Length];
                GC.Collect(); // the arrays of the last turn, outside the time of this one
                prepare();
                var time = read();
                if (round >= 0)
                    seconds[name].Add(time);
            }
        }

        Console.WriteLine(
            $"\n{new FileInfo(path).Length:N0} bytes {where}, {Rounds} rounds in turns; other programs: "
            + $"{OtherLoad.Describe(load.Share())}");
        foreach (var (name, times) in seconds)
        {
            var ratio = LogRatio.Of(seconds[Cat], times);
            var rate = new FileInfo(path).Length / 1e6 / Math.Exp(times.Average(Math.Log));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-56} {rate,7:F0} MB/s   {ratio.Mean:F2} times cat's speed [{ratio.Low:F2}, {ratio.High:F2}]"));
        }
    }

    private static void Stream(string path, byte[] memory)
    {
        using var reader = SafeTensorsReader.Open(path);
        foreach (var array in reader.Arrays)
            reader.CopyTo(array.Name, 0, memory.AsSpan(0, (int)array.ByteCount));
    }

    private static double Time(Action read)
    {
        var start = Stopwatch.GetTimestamp();
        read();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new TorchBasicsException(
            ErrorKind.Failed, $"'{command}' ended with the exit code {process.ExitCode}.");
    }

    private static bool CanDropCaches()
    {
        try
        {
            File.WriteAllText(DropCaches, "1");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
