namespace TorchBasics.Core.Layers;

/// <summary>
/// The mean of what several members make of one input: y = (f1(x) + ... + fm(x)) / m. Input [N, ...] of any shape that every
/// member takes; all members must return one shape, which is the output's.
/// </summary>
/// <remarks>
/// It has no name and no parameters of its own; those of the members' layers keep their names, such as "member1_conv1.weight".
/// Members that end in Softmax make it a committee whose probabilities are averaged; members that end in logits make the sum of
/// a boosted ensemble up to a factor, which changes no decision. Members may hold ensembles and residuals in turn, but nothing
/// that hides them from gradients: no Step, no RbfOutput.
/// Sources: Ciresan, Meier, Gambardella, Schmidhuber 2011, "Convolutional Neural Network Committees for Handwritten Character
/// Classification", which averages the outputs; Drucker, Schapire, Simard 1993, which adds them.
/// </remarks>
public sealed record Ensemble : Layer
{
    /// <summary>How many members there may be.</summary>
    public const int MostMembers = 256;

    /// <summary>How many ensembles may stand in each other.</summary>
    public const int MostNested = 4;

    /// <summary>Describes a mean over members.</summary>
    /// <param name="members">The members: 2 to <see cref="MostMembers"/>, each with one layer at least.</param>
    /// <exception cref="ArgumentException">
    /// There are too few or too many members, one has no layer or holds one that may not stand in it, or ensembles are nested too
    /// deeply.
    /// </exception>
    public Ensemble(params IReadOnlyList<IReadOnlyList<Layer>> members)
    {
        if (members.Count is < 2 or > MostMembers)
            throw new ArgumentException(
                $"An ensemble has {members.Count} members; expected 2 to {MostMembers}.", nameof(members));
        foreach (var (place, member) in members.Index())
        {
            if (member.Count == 0)
                throw new ArgumentException($"Member {place + 1} of an ensemble has no layer.", nameof(members));
            if (member.Select(HidesGradients).FirstOrDefault(kind => kind is not null) is { } forbidden)
                throw new ArgumentException(
                    $"Member {place + 1} of an ensemble holds a {forbidden}; it may stand before or behind the ensemble.",
                    nameof(members));
        }

        Chains = [.. members];
        if (Depth(this) > MostNested)
            throw new ArgumentException($"More than {MostNested} ensembles stand in each other.", nameof(members));
    }

    /// <summary>The layers of each member.</summary>
    public override IReadOnlyList<IReadOnlyList<Layer>> Chains { get; }

    /// <summary>The layers of each member, as <see cref="Chains"/>.</summary>
    public IReadOnlyList<IReadOnlyList<Layer>> Members => Chains;

    /// <summary>The parameters of all layers of one member after the other, in order.</summary>
    public override IReadOnlyList<ParameterSpec> Parameters => InnerParameters;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var output = Behind(Members[0], input);
        foreach (var member in Members.Skip(1))
            if (Behind(member, input) is var other && !output.Equals(other))
                throw Refuse(input, $"a shape of which all members make the same; they return {output} and {other}");
        return output;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => SumOverInner(input, (layer, shape) => layer.MultiplyAdds(shape));

    /// <inheritdoc/>
    public override long Connections(Shape input) => SumOverInner(input, (layer, shape) => layer.Connections(shape));

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) =>
        Members.Select(member => Behind(member, input)).Aggregate(Larger);

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Ensemble(this);

    private static int Depth(Layer layer) => layer.Inner.Select(Depth).DefaultIfEmpty().Max() + (layer is Ensemble ? 1 : 0);
}
