using TorchBasics.Core.Recipes;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Reports;

namespace TorchBasics.Tests.Native.Training.Reports;

public class RepeatCommandTests
{
    [Fact]
    public void Only_what_differs_from_the_recipe_is_said()
    {
        var request = Runs.Digits("lenet5", epochs: 3) with { DataOptions = new(), Device = "auto" };

        var command = RepeatCommand.Of(request);

        Assert.Equal("torchbasics train lenet5 --epochs 3 --batch-size 32 --seed 1 --checkpoint-every 1", command);
    }

    [Fact]
    public void Words_and_numbers_are_those_of_the_options()
    {
        var request = Runs.Xor();
        var recipe = request.Options.Recipe with
        {
            Optimizer = OptimizerKind.AdamW,
            Schedule = ScheduleKind.OneCycle,
            Loss = LossKind.MeanSquaredError,
            LearningRate = 0.001,
            Deskew = true,
            Augmentation = new() { Shift = 1.5, Squeeze = 0.1, ElasticSigma = 6 },
        };
        var options = request.Options with { Recipe = recipe, ClipNorm = 1, HoldOut = 1, Patience = 5 };

        var command = RepeatCommand.Of(request with { Threads = 2, Options = options });

        Assert.Equal(
            "torchbasics train xor-mlp --epochs 10 --batch-size 3 --learning-rate 0.001 --optimizer adamw --schedule one-cycle "
            + "--loss mse --clip-norm 1 --deskew true --shift 1.5 --squeeze 0.1 --elastic-sigma 6 --hold-out 1 --patience 5 "
            + "--seed 1 --device cpu --threads 2 "
            + "--checkpoint-every 1",
            command);
    }

    [Fact]
    public void Who_computed_is_said_where_it_was_asked_for()
    {
        var request = Runs.Xor();

        var command = RepeatCommand.Of(request with { Options = request.Options with { Kernels = KernelChoice.Libtorch } });

        Assert.Contains(" --kernels libtorch ", command, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_trained_a_file_further_names_the_file_and_the_whole_recipe()
    {
        var command = RepeatCommand.Of(Runs.Xor() with { Model = "mine", Origin = "mine.onnx" });

        Assert.StartsWith(
            "torchbasics train mine.onnx --data xor --epochs 10 --batch-size 3 --learning-rate ",
            command,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_a_shell_would_take_apart_is_quoted()
    {
        var command = RepeatCommand.Of(Runs.Xor() with { Data = "my data/$it's.csv" });

        Assert.Contains(" --data 'my data/$it'\\''s.csv' ", command, StringComparison.Ordinal);
    }
}
