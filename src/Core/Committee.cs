using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Core;

/// <summary>Several trained models as one whose answer is the mean of theirs.</summary>
/// <remarks>
/// Sources: Ciresan, Meier, Gambardella, Schmidhuber 2011, "Convolutional Neural Network Committees for Handwritten Character
/// Classification", for the mean of probabilities; Drucker, Schapire, Simard 1993, and LeCun et al. 1998, section III.C, for
/// outputs that are added, of which the mean decides alike.
/// </remarks>
public static class Committee
{
    /// <summary>Makes a committee.</summary>
    /// <param name="models">
    /// The members and what to call each in messages: 2 to <see cref="Ensemble.MostMembers"/>. Their layers become
    /// "member1_conv1" and so on.
    /// </param>
    /// <param name="averaged">What the mean is taken of.</param>
    /// <returns>
    /// One ensemble as a network; it shares the memory of the members' arrays. What it was trained on is known where the members
    /// agree.
    /// </returns>
    /// <exception cref="TorchBasicsException">
    /// There are too few or too many members; they differ in what they take, how it enters or what they tell apart; or one has
    /// layers that may not stand in an ensemble, or gives no vector: kind Usage.
    /// </exception>
    public static Model Combine(IReadOnlyList<(string Name, Model Model)> models, CommitteeMean averaged)
    {
        if (models.Count is < 2 or > Ensemble.MostMembers)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"A committee of {models.Count} was asked for; expected 2 to {Ensemble.MostMembers} models.");
        foreach (var (name, model) in models)
            CheckMember(name, model, models[0].Name, models[0].Model);
        var (first, names) = (models[0].Model, models.Select(member => member.Model.Architecture.Name).Distinct().ToList());
        var architecture = new Architecture(
            names is [var common] ? $"{common}-committee" : "committee",
            first.Architecture.Input,
            Join([.. models.Select((member, place) => Layers(member.Model.Architecture, averaged, PrefixOf(place)))]))
        {
            Initialization = first.Architecture.Initialization,
        };
        return new Model(architecture, [.. models.SelectMany((member, place) => member.Model.Weights.Select(array =>
            new NamedArray(PrefixOf(place) + array.Name, array.Type, array.Sizes, array.Bytes)))])
        {
            Normalization = first.Normalization,
            IsDeskewed = first.IsDeskewed,
            Preparation = first.Preparation,
            ClassNames = first.ClassNames,
            Columns = first.Columns,
            Table = first.Table,
            TrainedOn = models.Select(member => member.Model.TrainedOn).Distinct().ToList() is [var data] ? data : Model.Unknown,
            CreatedBy = ProductVersion.Text,
        };
    }

    private static string PrefixOf(int place) => $"member{place + 1}_";

    private static Ensemble Join(IReadOnlyList<IReadOnlyList<Layer>> members)
    {
        try
        {
            return new Ensemble(members);
        }
        catch (ArgumentException error)
        {
            throw new TorchBasicsException(ErrorKind.Usage, $"No committee can be made: {ReasonText.Of(error)}", error);
        }
    }

    // Probabilities come from logits by a softmax, which undoes a logarithm behind another one; a single number has none.
    private static IReadOnlyList<Layer> Layers(Architecture architecture, CommitteeMean averaged, string prefix)
    {
        var layers = RenamedLayers.Prefixed(architecture.Layers, prefix);
        return averaged == CommitteeMean.Outputs || architecture.Output[0] == 1 || architecture.GivesProbabilities
            ? layers
            : [.. layers, new Softmax()];
    }

    private static void CheckMember(string name, Model model, string firstName, Model first)
    {
        if (model.Architecture.Output.Count != 1)
            throw Refuse($"{name} gives results of the shape {model.Architecture.Output}; expected one number for each class.");
        if (Unfit(model.Architecture.Layers) is { } unfit)
            throw Refuse($"{name} has a {unfit}, through which no gradient passes and whose results are no logits.");
        if (!model.Architecture.Input.Equals(first.Architecture.Input))
            throw Refuse(Differ("takes samples", model.Architecture.Input, first.Architecture.Input));
        if (!model.Architecture.Output.Equals(first.Architecture.Output))
            throw Refuse(Differ("gives results", model.Architecture.Output, first.Architecture.Output));
        if (!model.ClassNames.SequenceEqual(first.ClassNames))
            throw Refuse(Differ("tells apart", string.Join(", ", model.ClassNames), string.Join(", ", first.ClassNames)));
        if (!model.Normalization.Equals(first.Normalization))
            throw Refuse(Differ(
                "takes values", Text(model.Normalization), Text(first.Normalization))
                + " Train them with the same data, or import one with the preprocessing of the other.");
        if (model.IsDeskewed != first.IsDeskewed)
            throw Refuse(Differ("takes pictures", Text(model.IsDeskewed), Text(first.IsDeskewed)));
        if (model.Preparation != first.Preparation)
            throw Refuse(Differ("takes pictures prepared as", model.Preparation, first.Preparation));
        if (!(model.Columns ?? []).SequenceEqual(first.Columns ?? []))
            throw Refuse(Differ("takes the columns", Text(model.Columns), Text(first.Columns)));
        if (!(model.Table ?? []).SequenceEqual(first.Table ?? []))
            throw Refuse($"{name} and {firstName} make numbers of the columns of a table in different ways, "
                + "such as other numbers for empty fields. Train them on the same rows.");
        if (model.Targets is not null)
            throw Refuse($"{name} is a regression; a committee is of networks that tell classes apart.");

        string Differ(string what, object own, object other) => $"{name} {what} {own}; {firstName} {other}.";
    }

    private static string? Unfit(IEnumerable<Layer> layers) => layers
        .Select(layer => layer is Step or RbfOutput ? layer.Kind : Unfit(layer.Inner)).FirstOrDefault(kind => kind is not null);

    private static string Text(Normalization normalization) => FormattableString.Invariant(
        $"times {string.Join(", ", normalization.Scale)} plus {string.Join(", ", normalization.Offset)}");

    private static string Text(bool isDeskewed) => isDeskewed ? "that are deskewed" : "as they are";

    private static string Text(IReadOnlyList<string>? columns) => columns is null ? "of any name" : string.Join(", ", columns);

    private static TorchBasicsException Refuse(string reason) =>
        new(ErrorKind.Usage, $"These models make no committee: {reason}");
}
