using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons.Parameters;

public sealed class GivenModelTests
{
    private static readonly Architecture Small = new(
        "tiny", [2], new Linear("hidden", 2, 3), new Tanh(), new Linear("output", 3, 2));

    private static readonly Normalization Other = new([2], [-1]);

    private static readonly Model Trained =
        new(Small, Initial(Small)) { Normalization = new([0.5f, 0.25f], [0, 1]), TrainedOn = "a test" };

    [Fact]
    public void A_file_of_ours_gives_weights_and_normalization()
    {
        var model = Read(ModelFile.ToBytes(Trained));

        Assert.Equal(Small, model.Architecture);
        Assert.Equal(Trained.Normalization, model.Normalization);
        AssertSameWeights(model);
    }

    [Fact]
    public void Plain_arrays_of_the_right_names_are_taken_in_any_order()
    {
        var model = Read(SafeTensorsFile.ToBytes(Trained.Weights.Reverse()));

        Assert.Equal(Other, model.Normalization);
        AssertSameWeights(model);
    }

    [Fact]
    public void A_checkpoint_may_have_the_arrays_of_its_optimizer()
    {
        using var folder = new TorchBasics.Tests.Managed.Formats.TemporaryFolder();
        ModelFile.Write(
            folder.File("step.safetensors"), Trained, [NamedArray.Of<float>("optimizer.hidden.weight", [1], [1])],
            new Dictionary<string, string>(), TorchBasics.Formats.FileOperations.Instance);

        AssertSameWeights(Read(File.ReadAllBytes(folder.File("step.safetensors"))));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "empty", "a damaged one. Byte 0: the file ends here", "文件已损坏。第 0 个字节处" },
        { "truncated", "a damaged one. Byte ", "文件已损坏" },
        { "changed", "some bytes have changed since it was written.", "文件已损坏" },
        { "missing", "The file has no array output.bias Float32 [2]; the network tiny", "文件中没有数组 output.bias Float32 [2]" },
        {
            "shape", "The file has hidden.weight Float32 [2, 3]; expected hidden.weight Float32 [3, 2], as in the network tiny",
            "文件中是 hidden.weight Float32 [2, 3]；本课的网络 tiny 需要 hidden.weight Float32 [3, 2]。"
        },
        { "type", "The file has hidden.bias Float64 [3]; expected hidden.bias Float32 [3]", "文件中是 hidden.bias Float64 [3]；" },
        { "more", "The file has an array 'more', which the network tiny of this lesson does not have.", "文件中有数组“more”" },
        { "layers", "but its layers are others.", "但各层并不相同" },
        { "nan", "hidden.bias of the file holds a number that is not finite, or beyond 10000.", "文件的 hidden.bias 中有一个数不是有限数" },
        { "infinite", "hidden.bias of the file holds a number that is not finite", "hidden.bias" },
        { "beyond", "hidden.bias of the file holds a number that is not finite, or beyond 10000.", "hidden.bias" },
        { "normalization", "normalization of the file holds a number that is not finite", "文件的 normalization 中" },
        { "large", "The file has 8388609 bytes; at most 8388608 are read.", "文件有 8388609 个字节；最多读取 8388608 个。" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_is_said_in_both_languages(string fault, string english, string chinese)
    {
        var error = Assert.Throws<LessonException>(() => Read(Wrong(fault)));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(english, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, error.In(Language.English));
        Assert.Contains(chinese, error.In(Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_a_model_or_refused_with_a_short_sentence()
    {
        var file = ModelFile.ToBytes(Trained);

        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, 40]).Sample(
            (place, value, cut) =>
            {
                byte[] bytes = [.. file.AsSpan(0, file.Length - cut)];
                bytes[Math.Min(place, bytes.Length - 1)] = value;
                try
                {
                    // A key of its metadata that nobody knows any more makes it a file of plain arrays.
                    AssertSameWeights(Read(bytes));
                    return true;
                }
                catch (LessonException error)
                {
                    return error.Message.Length < 600;
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void A_long_name_in_a_file_is_shortened()
    {
        var file = SafeTensorsFile.ToBytes([.. Trained.Weights, NamedArray.Of<float>(new string('x', 100_000), [1], [1])]);

        Assert.InRange(Assert.Throws<LessonException>(() => Read(file)).Message.Length, 200, 400);
    }

    [Fact]
    public void A_file_that_is_not_here_is_asked_for() => Assert.Equal(
        "The model file 0123456789abcdef is not here, because a link does not carry it. Choose the file once more.",
        Assert.Throws<LessonException>(() => CourseRuns.Run(
            CourseCatalog.Find("digits"), Language.English, KeyValuePair.Create("model", "0123456789abcdef"))).Message);

    private static Model Read(byte[] file) => GivenModel.Read(file, Small, () => Other);

    private static void AssertSameWeights(Model model) => Assert.All(
        model.Weights.Zip(Trained.Weights, (read, written) => (read, written)),
        pair => Assert.True(pair.read.Bytes.Span.SequenceEqual(pair.written.Bytes.Span), pair.read.Name));

    private static byte[] Wrong(string fault) => fault switch
    {
        "empty" => [],
        "truncated" => ModelFile.ToBytes(Trained)[..^3],
        "changed" => Changed(ModelFile.ToBytes(Trained)),
        "missing" => SafeTensorsFile.ToBytes(Trained.Weights.SkipLast(1)),
        "shape" => With(NamedArray.Of<float>("hidden.weight", [2, 3], new float[6])),
        "type" => With(NamedArray.Of<double>("hidden.bias", [3], new double[3])),
        "more" => SafeTensorsFile.ToBytes([.. Trained.Weights, NamedArray.Of<float>("more", [1], [1])]),
        "layers" => ModelFile.ToBytes(new(
            new("tiny", [2], new Linear("hidden", 2, 3), new Relu(), new Linear("output", 3, 2)), Trained.Weights)),
        "nan" => With(NamedArray.Of("hidden.bias", [3], [0, 0, float.NaN])),
        "infinite" => With(NamedArray.Of("hidden.bias", [3], [float.NegativeInfinity, 0, 0])),
        "beyond" => With(NamedArray.Of("hidden.bias", [3], [0, -10_001f, 0])),
        "normalization" => ModelFile.ToBytes(Trained with { Normalization = new([1e30f], [0]) }),
        "large" => new byte[ModelFiles.MostBytes + 1],
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault."),
    };

    private static byte[] With(NamedArray array) =>
        SafeTensorsFile.ToBytes([.. Trained.Weights.Where(one => one.Name != array.Name), array]);

    private static byte[] Changed(byte[] file)
    {
        file[^1] ^= 1; // the lowest bit of a weight's exponent, or less
        return file;
    }

    private static IReadOnlyList<NamedArray> Initial(Architecture network) =>
        [.. network.Parameters.Select((parameter, k) => NamedArray.Of<float>(
            parameter.Name,
            [.. parameter.Spec.Shape.Select(size => (long)size)],
            [.. Enumerable.Range(0, (int)parameter.Spec.Shape.Elements).Select(i => (i - k) / 4f)]))];
}
