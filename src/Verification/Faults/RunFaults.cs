using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Runs;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes around the steps of a training, stage by stage.</summary>
internal static class RunFaults
{
    public static IReadOnlyList<RunFault> All { get; } =
    [
        Run(Stages.HoldOut, "hold-out of seed 0 instead of the run's", parts =>
            parts with { HoldBack = (data, options) => data.HoldBack(options.HoldOut, seed: 0) }),
        Run(Stages.HoldOut, "hold-out one sample too large", parts =>
            parts with { HoldBack = (data, options) => data.HoldBack(options.HoldOut + 1, options.Seed) }),
        Run(Stages.Data, "labels off by one", parts => parts with
        {
            Load = (request, classes, cancellation) => WithLabels(
                parts.Load(request, classes, cancellation), label => (label + 1) % 10)
        }),
        Run(Stages.Data, "pictures not deskewed", parts => parts with
        {
            Load = (request, classes, cancellation) => parts.Load(
                request with
                {
                    Options = request.Options with { Recipe = request.Options.Recipe with { Deskew = false } }
                },
                classes,
                cancellation)
        }),
        Run(Stages.Data, "pictures deskewed twice", parts => parts with
        {
            Load = (request, classes, cancellation) => parts.Load(request, classes, cancellation).Deskew()
        }),
        Run(Stages.Normalization, "normalisation fitted with the hold-out", parts =>
            parts with { Normalize = (whole, _, _) => SampleStatistics.Standardize(whole.Train) }),
        Run(Stages.Normalization, "normalisation fitted on the test set", parts =>
            parts with { Normalize = (_, data, _) => SampleStatistics.Standardize(data.Test) }),
        Run(Stages.InitialWeights, "weights of seed 0 instead of the run's", parts => parts with { WeightSeed = _ => 0 }),
        Train(Stages.Order, "a sample twice, another never", parts => parts with
        {
            Order = (seed, epoch, random, order) =>
            {
                parts.Order(seed, epoch, random, order);
                order[1] = order[0];
            },
        }),
        Train(Stages.Order, "the order of epoch 0 in every epoch", parts =>
            parts with { Order = (seed, _, random, order) => parts.Order(seed, 0, random, order) }),
        Train(Stages.Order, "order of seed 0 instead of the run's", parts =>
            parts with { Order = (_, epoch, random, order) => parts.Order(0, epoch, random, order) }),
        Train(Stages.Order, "the last batch dropped", parts => parts with { StepsOfEpoch = (samples, batch) => samples / batch }),
        Train(Stages.Augmentation, "augmentation of epoch 0 in every epoch", parts => parts with { DistortedEpoch = _ => 0 }),
        Train(Stages.Augmentation, "augmentation of seed 0 instead of the run's", parts =>
            parts with { Augmenter = (augmentation, data, _) => parts.Augmenter(augmentation, data, 0) }),
        Train(Stages.Augmentation, "elastic amplitude without the square root of 3", parts => parts with
        {
            Augmenter = (augmentation, data, seed) => parts.Augmenter(
                augmentation with { Elastic = augmentation.Elastic / Math.Sqrt(3) }, data, seed),
        }),
        Train(Stages.Augmentation, "elastic displacement of the usual smoothness instead of the run's", parts => parts with
        {
            Augmenter = (augmentation, data, seed) => parts.Augmenter(
                augmentation with { ElasticSigma = new Augmentation().ElasticSigma }, data, seed),
        }),
        Train(Stages.Augmentation, "pictures not squeezed", parts => parts with
        {
            Augmenter = (augmentation, data, seed) => parts.Augmenter(augmentation with { Squeeze = 0 }, data, seed),
        }),
        Train(Stages.Rate, "rate of the next step", parts =>
            parts with { Rate = (schedule, step, run) => parts.Rate(schedule, step + 1, run) }),
        Train(Stages.Rate, "rate of a run whose epochs are longer", parts => parts with
        {
            Rate = (schedule, step, run) => parts.Rate(schedule, step, run with { StepsPerEpoch = run.StepsPerEpoch + 1 }),
        }),
        Train(Stages.Rate, "rate of the first step in every step", parts =>
            parts with { Rate = (schedule, _, run) => parts.Rate(schedule, 0, run) }),
        Mask(RunProbe.Chance, "mask of step 0 at every step", (right, seed, _) => right(seed, 0)),
        Mask(RunProbe.ChanceOnLibtorch, "mask of step 0 at every step, on libtorch", (right, seed, _) => right(seed, 0)),
        Mask(RunProbe.Chance, "dropout of seed 0 instead of the run's", (right, _, step) => right(0, step)),
        Mask(
            RunProbe.ChanceOnLibtorch, "dropout of seed 0 instead of the run's, on libtorch", (right, _, step) => right(0, step)),
        OnLibtorch(Stages.Loss, "targets not smoothed", parts =>
            parts with { BatchLoss = (loss, outputs, labels) => new CrossEntropyLoss(loss.Classes).Of(outputs, labels) }),
        Train(Stages.Gradient, "gradients doubled", Doubled),
        OnLibtorch(Stages.Gradient, "gradients doubled, on libtorch", Doubled),
        Train(Stages.Clip, "gradients clipped at twice the norm", parts =>
            parts with { Clip = (optimizer, norm) => parts.Clip(optimizer, 2 * norm) }),
        OnLibtorch(Stages.Clip, "gradients not clipped, on libtorch", parts => parts with { Clip = (_, _) => { } }),
        Train(Stages.Update, "second derivatives never estimated", parts =>
            parts with { RenewCurvature = (_, _) => { } }, RunProbe.Curvature),
        Train(Stages.Update, "weights moved a thousandth too far", parts =>
            parts with { Update = (optimizer, rate) => parts.Update(optimizer, 1.001 * rate) }),
        Run(Stages.Reported, "smoothed loss reported", parts =>
            parts with { ReportedLoss = (recipe, outputs) => Loss.Create(recipe.Loss, recipe.LabelSmoothing, outputs) }),
    ];

    private static RunFault Run(string stage, string name, Func<RunParts, RunParts> inject) =>
        new(stage, name, RunProbe.Pictures, inject);

    private static RunFault Train(
        string stage, string name, Func<TrainerParts, TrainerParts> inject, RunProbe probe = RunProbe.Pictures) =>
        new(stage, name, probe, parts => parts with { Trainer = inject(parts.Trainer) });

    private static RunFault OnLibtorch(string stage, string name, Func<TrainerParts, TrainerParts> inject) =>
        Train(stage, name, inject, RunProbe.PicturesOnLibtorch);

    private static RunFault Mask(RunProbe probe, string name, Func<Func<ulong, long, ulong>, ulong, long, ulong> wrong) =>
        Train(
            Stages.Mask, name, parts => parts with { DropoutSeed = (seed, step) => wrong(parts.DropoutSeed, seed, step) }, probe);

    private static TrainerParts Doubled(TrainerParts parts) => parts with
    {
        AfterBackward = network =>
        {
            foreach (var (_, parameter) in network.named_parameters())
                parameter.grad?.mul_(2);
        },
    };

    private static DataSplit WithLabels(DataSplit data, Func<int, int> change)
    {
        return new(Changed(data.Train), Changed(data.Test));

        SampleSet Changed(SampleSet set) =>
            new(set.Name, set.Inputs, Array.ConvertAll(set.Labels.ToArray(), label => change(label)), set.ClassNames);
    }
}
