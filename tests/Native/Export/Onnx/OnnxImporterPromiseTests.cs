using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Formats.Onnx;
using TorchBasics.Tests.Fuzz;
using TorchBasics.Tests.Fuzz.Formats;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// Changed files of real networks. What the readers of files promise, the importer keeps, too: a network or an error of the data,
/// in 50 ms for up to 64 KiB, with at most 4 times the size of the file plus 16 MiB of memory.
/// </summary>
public sealed class OnnxImporterPromiseTests
{
    private const int Count = 50_000;
    private const int MostSteps = 4;

    // Operators and attributes that random letters would hardly hit, and sizes that ask for much.
    private static readonly byte[][] Words =
    [
        .. new[] { "Expand", "ConstantOfShape", "Concat", "MatMul", "Gemm", "Conv", "Reshape",
            "Transpose", "ScatterND", "Pad", "Gather", "Tile", "axis", "perm", "kernel_shape", "input" }
            .Select(Encoding.UTF8.GetBytes),
        [0x80, 0x80, 0x80, 0x80, 0x08], // 2^31 as a number of protobuf
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40],
    ];

    public static TheoryData<string> Names => OnnxImporterMutationTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_a_file_holds_importing_it_takes_little_time_and_memory(string name)
    {
        byte[][] seeds =
        [
            OnnxImporterMutationTests.Export(name),
            .. OnnxImporterMutationTests.Names.Select(other => OnnxImporterMutationTests.Export(other))
        ];
        var random = new RandomGenerator(20261128);
        var mutator = new Mutator(random, Words);
        var imported = 0;
        for (var i = 0; i < Count; i++)
        {
            var input = seeds[0];
            for (var steps = 1 + random.NextInt32(MostSteps); steps > 0; steps--)
                input = Change(input, seeds[random.NextInt32(seeds.Length)], mutator);
            if (Promise.FaultOf(input, bytes => imported += Imports(bytes) ? 1 : 0) is { } fault)
                Assert.Fail($"{Convert.ToHexString(input)}: {fault}");
        }

        Assert.InRange(imported, Count / 100, Count - (Count / 100)); // neither of the two answers is all that was tried
    }

    private static byte[] Change(byte[] input, byte[] other, Mutator mutator) =>
        mutator.Random.NextInt32(4) > 0
        && ProtobufShape.Change(input, other, mutator) is { Length: <= Mutator.MaximumLength } changed
            ? changed
            : mutator.Change(input, other);

    private static bool Imports(byte[] bytes)
    {
        try
        {
            OnnxImporter.Convert("model.onnx", OnnxFile.ParseModel("model.onnx", bytes));
            return true;
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.Data)
        {
            return false;
        }
    }
}
