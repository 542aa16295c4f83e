using TorchBasics.Tests.Native.Training.Data;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Data that are missing or damaged: exit code 3, the file and the reason, nothing written.</summary>
public class DataErrorTests
{
    private const string Images = "train-images-idx3-ubyte";
    private const string Labels = "train-labels-idx1-ubyte";

    [Fact]
    public void An_empty_folder_is_no_data_set() => Refused(_ => { }, "holds no data set; expected train-images-idx3-ubyte");

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        using var folder = new TemporaryFolder();

        CliProcess.Run(folder.Path, "train", "mlp", "--data", "./nowhere").ShouldFail(3, "./nowhere does not exist");
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused() => Damaged(Images, compressed: true, bytes => bytes[..^9], Images);

    [Fact]
    public void A_corrupt_gzip_file_is_refused() => Damaged(Images, compressed: true, Flip, Images);

    [Fact]
    public void A_file_that_is_not_gzip_is_refused() =>
        Damaged(Images, compressed: true, _ => "<html>404</html>"u8.ToArray(), Images);

    [Fact]
    public void A_wrong_magic_number_is_refused() =>
        Damaged(Images, compressed: false, bytes => [1, 2, 3, 4, .. bytes[4..]], Images);

    [Fact]
    public void Fewer_labels_than_images_are_refused() =>
        Damaged(Labels, compressed: false, _ => IdxBytes.Of([3], [3, 1, 4]), "4 images", "3 labels");

    [Fact]
    public void A_label_outside_the_classes_is_refused() =>
        Damaged(Labels, compressed: false, _ => IdxBytes.Of([4], [3, 1, 10, 1]), "image 2", "label 10", "0 to 9");

    [Fact]
    public void A_declared_size_beyond_the_file_is_refused_before_memory_is_asked_for() =>
        Damaged(Images, compressed: false, _ => IdxBytes.Of([2_000_000_000, 28, 28], new byte[100]), Images);

    [Fact]
    public void A_missing_file_is_named() => Refused(
        path =>
        {
            IdxBytes.WriteSet(path);
            File.Delete(Path.Combine(path, Labels));
        },
        $"lacks {Labels}");

    [Fact]
    public void A_csv_file_without_rows_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["points.csv"], "a,b,label\n");

        CliProcess.Run(folder.Path, "train", "mlp", "--data", "points.csv").ShouldFail(3, "points.csv");
    }

    [Theory]
    [InlineData("train --resume nowhere", "nowhere is not the folder of a run")]
    [InlineData("evaluate nowhere/model.safetensors", "does not exist")]
    [InlineData("evaluate lenet5", "There is no finished run of lenet5")]
    [InlineData("predict nothing.png", "There is no finished run")]
    public void What_is_not_there_is_named(string line, string text)
    {
        using var folder = new TemporaryFolder();

        CliProcess.Run(folder.Path, line.Split(' ')).ShouldFail(3, text);
    }

    [Fact]
    public void A_mirror_that_does_not_answer_is_named_and_nothing_is_left_under_a_final_name()
    {
        using var folder = new TemporaryFolder();

        // port 9 is "discard"
        var result = CliProcess.Run(
            folder.Path, "data", "fetch", "mnist", "--mirror", "http://127.0.0.1:9/mnist", "--output", "set");

        result.ShouldFail(
            3, "train-images-idx3-ubyte.gz of the data set mnist could not be downloaded", "http://127.0.0.1:9/mnist");
        Assert.DoesNotContain(Directory.EnumerateFiles(folder["set"]), file => file.EndsWith(".gz", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.safetensors"], "not a model");

        CliProcess.Run(folder.Path, "evaluate", "model.safetensors").ShouldFail(3, "model.safetensors");
    }

    private static void Damaged(string file, bool compressed, Func<byte[], byte[]> damage, params string[] texts) =>
        Refused(path => IdxBytes.WriteSet(path, compressed, (name, content) => name == file ? damage(content) : content), texts);

    private static void Refused(Action<string> prepare, params string[] texts)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["set"]);
        prepare(folder["set"]);

        var result = CliProcess.Run(folder.Path, "train", "softmax-regression", "--data", "./set", "--output", "out");

        result.ShouldFail(3, texts);
        Assert.False(Path.Exists(folder["out"]), "nothing may be left of a run that could not start");
    }

    // The last bytes are the checksum and the length; one bit before them changes the content only.
    private static byte[] Flip(byte[] bytes)
    {
        bytes[^10] ^= 0x10;
        return bytes;
    }
}
