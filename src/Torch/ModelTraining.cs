using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using static TorchSharp.torch;

namespace TorchBasics.Torch;

/// <summary>Trains and measures models in one line; for checkpoints and reports there is <see cref="TrainingRun"/>.</summary>
public static class ModelTraining
{
    extension(Model model)
    {
        /// <summary>Trains a network of the catalogue by its recipe, on the CPU or on CUDA where there is one.</summary>
        /// <param name="name">Its name, such as "lenet5".</param>
        /// <param name="data">Name, folder or .csv file of the data; null for the recipe's.</param>
        /// <param name="epochs">Passes over the training set; null for the recipe's.</param>
        /// <param name="seed">Seed of weights, order and distortions: the same one gives the same bits.</param>
        /// <param name="progress">Told after each epoch; null for nobody.</param>
        /// <param name="cancellation">Ends it.</param>
        /// <returns>What was learnt; "torchbasics train" with the same options makes the same model.</returns>
        /// <exception cref="TorchBasicsException">
        /// The name or the data are unknown, missing or do not fit, libtorch cannot be loaded, or the loss is not a number.
        /// </exception>
        /// <exception cref="OperationCanceledException">It was ended.</exception>
        public static Model Train(
            string name,
            string? data = null,
            int? epochs = null,
            ulong seed = 1,
            Action<EpochMetrics>? progress = null,
            CancellationToken cancellation = default)
        {
            var recipe = ModelCatalog.Find(name).Recipe ?? throw new TorchBasicsException(
                ErrorKind.Usage, $"{name} has fixed weights: there is nothing to train.");
            recipe = recipe with { Data = data ?? recipe.Data, Epochs = epochs ?? recipe.Epochs };
            using var run = TrainingRun.StartUnstored(RequestOf(name, recipe, seed), cancellation);
            return Execute(run, progress, cancellation);
        }

        /// <summary>Trains a network of one's own.</summary>
        /// <param name="network">The network; as many outputs as the data have classes.</param>
        /// <param name="recipe">How, and on what data.</param>
        /// <param name="seed">Seed of weights, order and distortions: the same one gives the same bits.</param>
        /// <param name="progress">Told after each epoch; null for nobody.</param>
        /// <param name="cancellation">Ends it.</param>
        /// <returns>What was learnt.</returns>
        /// <exception cref="TorchBasicsException">
        /// The data are unknown, missing or do not fit, libtorch cannot be loaded, or the loss is not a number.
        /// </exception>
        /// <exception cref="OperationCanceledException">It was ended.</exception>
        public static Model Train(
            Architecture network,
            TrainingRecipe recipe,
            ulong seed = 1,
            Action<EpochMetrics>? progress = null,
            CancellationToken cancellation = default)
        {
            var request = RequestOf(network.Name, recipe, seed);
            var data = RunSamples.Load(request, cancellation: cancellation);
            var beginning = new Model(network, WeightInitializer.Draw(network, seed))
            {
                Normalization = data.DefaultNormalization(recipe.Pixels),
                TrainedOn = Model.Untrained,
                CreatedBy = ProductVersion.Text,
            };
            using var run = TrainingRun.StartUnstored(request, beginning, data, cancellation);
            return Execute(run, progress, cancellation);
        }

        /// <summary>Measures a model on the test set of some data.</summary>
        /// <param name="data">Name, folder or .csv file of the data; null for those it was trained on.</param>
        /// <returns>Counts and confusion matrix; the loss is not measured and is 0.</returns>
        /// <exception cref="TorchBasicsException">
        /// The data are unknown, missing or do not fit, or libtorch cannot be loaded.
        /// </exception>
        public Evaluation Evaluate(string? data = null)
        {
            var name = data ?? model.TrainedOn;
            if (name is Model.Unknown or Model.Untrained)
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"{model.Architecture.Name} does not say what it was trained on; name the data.");
            var split = DataCatalog.Load(name, new DataOptions { TrainLimit = 1 }.For(model), model.ClassNames);
            var test = model.IsDeskewed ? split.Deskew().Test : split.Test;
            using var network = new Models.Network(model);
            using var samples = new TensorData(test, model.Normalization, CPU, model.Targets);
            return Evaluator.Evaluate(network, samples, loss: null);
        }
    }

    private static RunRequest RequestOf(string name, TrainingRecipe recipe, ulong seed)
    {
        var request = RunRequest.Usual(name, recipe);
        return request with { Options = request.Options with { Seed = seed } };
    }

    private static Model Execute(TrainingRun run, Action<EpochMetrics>? progress, CancellationToken cancellation)
    {
        run.Execute(new Progress(progress), cancellation);
        cancellation.ThrowIfCancellationRequested();
        return run.ToModel();
    }

    private sealed class Progress(Action<EpochMetrics>? told) : ITrainingObserver
    {
        public void OnEpoch(TrainingRun run, EpochMetrics metrics) => told?.Invoke(metrics);
    }
}
