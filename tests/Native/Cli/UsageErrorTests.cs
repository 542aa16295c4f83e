
namespace TorchBasics.Tests.Native.Cli;

/// <summary>
/// Requests that make no sense: exit code 2 (4 for a device that is absent), one sentence that helps, nothing written.
/// </summary>
public class UsageErrorTests
{
    [Theory]
    [InlineData("trian lenet5", "There is no command 'trian'. Did you mean 'train'?")]
    [InlineData("train", "train needs a model")]
    [InlineData("train lenet55", "There is no model 'lenet55'. Did you mean 'lenet5'?")]
    [InlineData("train lenet5 --epoch 3", "There is no option '--epoch'. Did you mean '--epochs'?")]
    [InlineData("train --epoch 3", "There is no option '--epoch'. Did you mean '--epochs'?")]
    [InlineData("train lenet5 mlp", "'mlp' is one argument too many for 'train'.")]
    [InlineData("train lenet5 --data mnits", "There is no data set called 'mnits'", "Did you mean 'mnist'?")]
    [InlineData("train lenet5 --optimizer adm", "--optimizer got 'adm'", "Did you mean 'adam'?")]
    [InlineData("train lenet5 --schedule onecycle", "Did you mean 'one-cycle'?")]
    [InlineData("train lenet5 --epochs 1.5", "--epochs got '1.5'; expected a whole number.")]
    [InlineData("train lenet5 --epochs 1,000", "--epochs got '1,000'; expected a whole number.")]
    [InlineData("train lenet5 --learning-rate 0,1", "--learning-rate got '0,1'; expected a number")]
    [InlineData("train lenet5 --learning-rate NaN", "The learning rate is NaN; expected a positive number.")]
    [InlineData("train lenet5 --learning-rate -0.1", "The learning rate is -0.1; expected a positive number.")]
    [InlineData("train lenet5 --learning-rate Infinity", "The learning rate is Infinity; expected a positive number.")]
    [InlineData("train lenet5 --epochs 0", "The number of epochs is 0; expected at least 1.")]
    [InlineData("train lenet5 --rate 0.1", "There is no option '--rate'. Did you mean '--learning-rate' or '--bias-rate'")]
    [InlineData("train lenet5 --schedule exponential", "The schedule exponential needs a gamma, such as --gamma 0.95.")]
    [InlineData(
        "train lenet5 --schedule multi-step --milestones 2,x",
        "--milestones got '2,x'; expected whole numbers with commas between them, such as 2,5,8.")]
    [InlineData(
        "train lenet5 --schedule multi-step --milestones 2,5 --milestone-rates 0.1",
        "The number of milestone rates is 1; expected 2, one for each milestone.")]
    [InlineData("train lenet5 --lr 0.1", "Did you mean '--learning-rate'?")]
    [InlineData("train lenet5 --label x", "Did you mean '--label-smoothing' or '--label-column'?")]
    [InlineData("predict x.png --top 0", "--top is 0; expected at least 1.")]
    [InlineData("help trian", "There is no command 'trian'. Did you mean 'train'?")]
    [InlineData("train lenet5 --batch-size 0", "The batch size is 0; expected from 1")]
    [InlineData(
        "train lenet5 --batch-size 21 --train-limit 20 --test-limit 5",
        "The batch size is 21; expected from 1 to 20, the number of training samples.")]
    [InlineData("train xor-mlp --batch-size 5", "The batch size is 5; expected from 1 to 4")]
    [InlineData("train lenet5 --momentum 1", "The momentum is 1; expected from 0 up to but not including 1.")]
    [InlineData("train lenet5 --weight-decay -1", "The weight decay is -1")]
    [InlineData("train lenet5 --label-smoothing 1", "The label smoothing is 1")]
    [InlineData("train lenet5 --clip-norm 0", "The clip norm is 0; expected a positive number.")]
    [InlineData("train lenet5 --patience 2", "expected a hold-out as well")]
    [InlineData("train lenet5 --threads 0", "--threads is 0; expected at least 1.")]
    [InlineData("train lenet5 --seed -1", "--seed got '-1'")]
    [InlineData("train lenet5 --device gpu", "There is no device 'gpu'", "Did you mean 'cpu'?")]
    [InlineData(
        "train lenet5 --data xor",
        "lenet5 takes samples of shape [N, 1, 28, 28] and tells 10 classes apart; xor has samples of shape [N, 2] and 2 classes",
        "Data sets that fit: digits, mnist, fashion-mnist",
        "Models that take these data: softmax-regression, mlp")]
    [InlineData("train lenet5 --data xor --find-learning-rate", "lenet5 takes samples of shape [N, 1, 28, 28]")]
    [InlineData("train xor-mlp --train-limit 1", "The batch size is 4; expected 1, the number of training samples")]
    [InlineData("diff threshold-and xor-mlp", "The weights of threshold-and are fixed by thought and lie in no file")]
    [InlineData("train threshold-xor", "there is nothing to train", "evaluate threshold-xor")]
    [InlineData("train perceptron --optimizer adam", "--optimizer does not go with the perceptron")]
    [InlineData("train perceptron --data digits --train-limit 20", "takes rows of numbers")]
    [InlineData("train --resume somewhere --epochs 3", "--epochs does not go with --resume")]
    [InlineData("train lenet5 --resume somewhere", "'lenet5' does not go with --resume")]
    [InlineData(
        "train lenet5 --loss rbf",
        "--loss rbf goes with a network that ends in RBF units, such as lenet5-original; lenet5 has none.")]
    [InlineData("check lenet5 --loss rbf", "lenet5 has none. Take --loss cross-entropy.")]
    [InlineData("check lenet5 --weight-decay -1", "--weight-decay is -1; expected 0 or a positive number.")]
    [InlineData("check lenet5 --beta2 1", "--beta2 is 1; expected a number from 0 to below 1.")]
    [InlineData("check lenet5 --epsilon 0", "--epsilon is 0; expected a positive number.")]
    [InlineData("check lenet5 --bias-rate -1", "--bias-rate is -1; expected 0 or a positive number.")]
    [InlineData("train lenet5 --rate-scaling fanin", "--rate-scaling got 'fanin'", "Did you mean 'fan-in'?")]
    [InlineData("check lenet5 --label-smoothing 1", "--label-smoothing is 1; expected a number from 0 to below 1.")]
    [InlineData("evaluate lenett5", "Did you mean 'lenet5'?")]
    [InlineData("evaluate threshold-and --data digits --test-limit 5", "takes samples [N, 2]")]
    [InlineData("predict", "predict")]
    [InlineData("predict picture.png --modle runs", "There is no option '--modle'. Did you mean '--model'?")]
    [InlineData("models lenet-5", "Did you mean 'lenet5'?")]
    [InlineData("data fetch mnst", "Did you mean 'mnist'?")]
    [InlineData("data fetch mnist --mirror nowhere", "The mirror 'nowhere' is no web address")]
    [InlineData("data show xor --count 0", "--count is 0; expected at least 1.")]
    public void A_request_that_makes_no_sense_is_refused(string line, params string[] texts)
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, line.Split(' '));

        result.ShouldFail(2, texts);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    public void A_command_without_its_second_word_shows_what_there_is(string line)
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, result.Code);
        Assert.Contains("Commands:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_absent_is_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "train", "xor-mlp", "--device", "cuda:99");

        result.ShouldFail(4, "Device cuda:99 was asked for");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help train", "train --help")]
    [InlineData("help check replay", "check replay --help")]
    [InlineData("version", "--version")]
    [InlineData("-v", "--version")]
    public void Words_that_other_programs_know_are_understood(string line, string meaning)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(
            CliProcess.Run(folder.Path, meaning.Split(' ')).ShouldSucceed(),
            CliProcess.Run(folder.Path, line.Split(' ')).ShouldSucceed());
    }

    [Fact]
    public void Help_states_the_exit_codes()
    {
        using var folder = new TemporaryFolder();

        var output = CliProcess.Run(folder.Path, "--help").ShouldSucceed();

        foreach (var code in new[]
        {
            "0  done", "1  the work failed", "2  usage", "3  data", "4  native runtime", "130  interrupted"
        })
            Assert.Contains(code, output, StringComparison.Ordinal);
    }
}
