using System.Globalization;
using TorchBasics.Benchmarks;
using TorchBasics.Benchmarks.Cuda;
using TorchBasics.Benchmarks.Files;
using TorchBasics.Benchmarks.Growth;
using TorchBasics.Benchmarks.Micro;
using TorchBasics.Benchmarks.Ranks;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Benchmarks.Startup;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;

try
{
    NativeRuntime.Load();
    switch (args)
    {
        case ["--help" or "-h", ..]:
            Console.WriteLine(Arguments.Help);
            break;
        case ["micro", .. var rest]:
            MicroBenchmarks.Run(rest);
            break;
        case ["first-step"]:
            FirstStep.Run();
            break;
        case ["accuracy"]:
            TimeToAccuracy.Run();
            break;
        case ["files"]:
            FileReading.Run();
            break;
        case [CudaBenchmark.Verb, .. var rest]:
            CudaBenchmark.Run(rest);
            break;
        case ["growth", .. var rest]:
            GrowthReport.Run(rest);
            break;
        case [GrowthByData.Verb, var pictures, var threads]:
            GrowthByData.Answer(
                int.Parse(pictures, CultureInfo.InvariantCulture), int.Parse(threads, CultureInfo.InvariantCulture));
            break;
        case [RankReport.Verb, .. var rest]:
            RankReport.Run(rest);
            break;
        case [StepProbe.Verb, var threads, var seconds, var batches]:
            StepProbe.Answer(
                int.Parse(threads, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture), batches);
            break;
        case [LinkProbe.Verb, .. var rest]:
            LinkProbe.Answer(saysLibrary: rest is ["--library"]);
            break;
        case [MemoryProbe.Verb, var threads, var contest, var entrant]:
            Table.AnswerMemory(threads, contest, entrant);
            break;
        default:
            Table.Run(args);
            break;
    }

    return 0;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"benchmark: {error.Message}");
    return error.Kind == ErrorKind.Usage ? 2 : 1;
}
