using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Runs;

/// <summary>The model with which a run begins.</summary>
internal static class FirstModel
{
    /// <summary>Refuses samples that are not for a model.</summary>
    /// <param name="model">The model to train further.</param>
    /// <param name="train">The training set.</param>
    /// <exception cref="TorchBasicsException">Their shape, classes or columns are others: kind Usage.</exception>
    public static void CheckFits(Model model, SampleSet train)
    {
        var architecture = model.Architecture;
        if (model.Targets is not null || train.Targets is not null)
        {
            CheckTargets(model, train);
            return;
        }

        var classes = architecture.ClassCount;
        if (!architecture.Input.Equals(train.Shape) || classes != train.ClassNames.Count)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} takes samples {architecture.Input} of {classes} classes; {train.Name} has samples "
                + $"{train.Shape} of {train.ClassNames.Count}. --data names another data set.");
        FeatureColumns.Check(architecture.Name, model.Columns, train);
    }

    private static void CheckTargets(Model model, SampleSet train)
    {
        var architecture = model.Architecture;
        if (model.Targets is null)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} tells {architecture.ClassCount} classes apart; "
                + "--targets is for a network that learns quantities.");
        if (train.Targets is null)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} answers with quantities ({string.Join(", ", model.Targets.Names)}); "
                + $"{train.Name} has classes. --data names another data set, --targets its columns.");
        if (!architecture.Input.Equals(train.Shape) || !model.Targets.Names.SequenceEqual(train.ClassNames))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} takes samples {architecture.Input} and answers with "
                + $"{string.Join(", ", model.Targets.Names)}; {train.Name} has samples {train.Shape} with "
                + $"{string.Join(", ", train.ClassNames)}.");
        FeatureColumns.Check(architecture.Name, model.Columns, train);
    }

    /// <summary>A model that says what it is trained on.</summary>
    /// <param name="model">Architecture and weights.</param>
    /// <param name="isKnown">Whether it was trained before, so that it has names for its classes and columns.</param>
    /// <param name="train">The training set.</param>
    /// <param name="normalization">How raw values enter it.</param>
    /// <param name="isDeskewed">Whether pictures are deskewed before that.</param>
    public static Model Of(
        Model model, bool isKnown, SampleSet train, Normalization normalization, bool isDeskewed)
    {
        return model with
        {
            Normalization = normalization,
            IsDeskewed = isDeskewed,
            Preparation = train.Preparation ?? model.Preparation,
            ClassNames = isKnown && HasNames(model) ? model.ClassNames : train.ClassNames,
            Columns = (isKnown ? model.Columns : null) ?? train.FeatureNames,
            Table = (isKnown ? model.Table : null) ?? train.Table,
            Targets = isKnown ? model.Targets : train.TargetScale(),
            TrainedOn = train.Name,
            CreatedBy = ProductVersion.Text,
        };
    }

    // A network that numbers its classes learns what they are called.
    private static bool HasNames(Model model) => !model.ClassNames.SequenceEqual(Model.NumberedClasses(model.Architecture));
}
