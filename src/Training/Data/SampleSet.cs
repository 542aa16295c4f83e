using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Training.Data;

/// <summary>
/// Samples with their labels, as the source holds them: pixels as bytes [N, C, H, W] or features as floats [N, F].
/// Immutable; parts share the memory of the whole.
/// </summary>
public sealed class SampleSet
{
    private readonly Lazy<string> _hash;

    /// <summary>Checks and wraps samples; nothing is copied.</summary>
    /// <param name="name">What to call the set, such as "mnist".</param>
    /// <param name="inputs">UInt8 or Float32; the first axis counts samples, the others are the shape of one.</param>
    /// <param name="labels">One class number per sample, counted from 0.</param>
    /// <param name="classNames">What each class number means.</param>
    /// <exception cref="TorchBasicsException">
    /// The set is empty, the counts differ, a label lies outside the classes, a feature is not a finite number, or the
    /// numbers are of another type.
    /// </exception>
    public SampleSet(string name, NamedArray inputs, ReadOnlyMemory<int> labels, IReadOnlyList<string> classNames)
    {
        if (inputs.Type is not (ElementType.UInt8 or ElementType.Float32))
            throw Bad($"The data set {name} holds {inputs.Type}; expected UInt8 pixels or Float32 features.");
        if (inputs.Sizes.Count < 2 || inputs.Sizes.Skip(1).Any(size => size is < 1 or > int.MaxValue))
            throw Bad(
                $"The data set {name} has sizes [{string.Join(", ", inputs.Sizes)}]; "
                + "expected [N, C, H, W] or [N, F] with no size of 0.");
        if (inputs.Sizes[0] == 0)
            throw Bad($"The data set {name} is empty; at least one sample is needed.");
        if (inputs.Sizes[0] != labels.Length)
            throw Bad(
                $"The data set {name} has {Counted.Of(inputs.Sizes[0], "sample")} but {Counted.Of(labels.Length, "label")}; "
                + "each sample needs one label.");
        CheckLabels(name, labels.Span, classNames.Count);
        if (inputs.Type == ElementType.Float32)
            CheckFeatures(name, inputs.Values<float>(), inputs.Count / inputs.Sizes[0], "feature");

        (Name, Inputs, Labels, ClassNames) = (name, inputs, labels, classNames);
        Shape = Shape.Create([.. inputs.Sizes.Skip(1).Select(size => (int)size)]);
        _hash = new Lazy<string>(ComputeHash);
    }

    private SampleSet(SampleSet whole, NamedArray inputs, ReadOnlyMemory<int> labels, NamedArray? targets)
    {
        (Targets, Table) = (targets, whole.Table);
        (Name, Shape, Inputs, Labels, ClassNames) = (whole.Name, whole.Shape, inputs, labels, whole.ClassNames);
        (FeatureNames, Preparation) = (whole.FeatureNames, whole.Preparation);
        _hash = new Lazy<string>(ComputeHash);
    }

    /// <summary>What the set is called.</summary>
    public string Name { get; }

    /// <summary>Shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>All samples: UInt8 [N, C, H, W] or Float32 [N, F].</summary>
    public NamedArray Inputs { get; }

    /// <summary>One class number per sample.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>What each class number means.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// What the features are called, in order, such as the columns of a CSV file; null where they have no names.
    /// </summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>How each column of a table became features; null where each is one, or there is no table.</summary>
    public IReadOnlyList<TableColumn>? Table { get; private init; }

    /// <summary>
    /// The quantities that are learnt by regression, Float32 [N, targets], in their own units; <see cref="ClassNames"/> are what
    /// they are called, and every label is 0. Null where labels are classes.
    /// </summary>
    public NamedArray? Targets { get; private init; }

    /// <summary>How pictures from files became these; null where the samples come otherwise.</summary>
    public PicturePreparation? Preparation { get; init; }

    /// <summary>The number of samples.</summary>
    public int Count => Labels.Length;

    /// <summary>Whether a sample is a picture of byte pixels.</summary>
    public bool IsPictures => Inputs.Type == ElementType.UInt8 && Shape.Count == 3;

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, over the element type and the sizes (little-endian Int64 each), the inputs and
    /// the labels (little-endian Int32 each), and the targets where there are any. Computed at the first use.
    /// </summary>
    public string Hash => _hash.Value;

    private int SampleBytes => (int)(Inputs.Bytes.Length / Inputs.Sizes[0]);

    /// <summary>Samples with quantities in place of classes.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="inputs">As the constructor takes them.</param>
    /// <param name="targets">Float32 [N, targets], finite.</param>
    /// <param name="names">What the targets are called.</param>
    /// <returns>The set.</returns>
    /// <exception cref="TorchBasicsException">
    /// The counts differ, a target is not a finite number, or the samples are none: kind Data.
    /// </exception>
    public static SampleSet OfTargets(string name, NamedArray inputs, NamedArray targets, IReadOnlyList<string> names)
    {
        if (targets.Type != ElementType.Float32 || !targets.Sizes.SequenceEqual([inputs.Sizes[0], names.Count]))
            throw Bad(
                $"The data set {name} has targets {targets.Type} [{string.Join(", ", targets.Sizes)}]; expected Float32 "
                + $"[{inputs.Sizes[0]}, {names.Count}].");
        CheckFeatures(name, targets.Values<float>(), names.Count, "target");
        return new SampleSet(name, inputs, new int[inputs.Sizes[0]], names) { Targets = targets };
    }

    /// <summary>The same samples with what is known of the columns that they come from.</summary>
    internal SampleSet With(IReadOnlyList<string>? featureNames, IReadOnlyList<TableColumn>? table) =>
        new(this, Inputs, Labels, Targets) { FeatureNames = featureNames, Table = table };

    /// <summary>Mean and (population) deviation of each target; a deviation of 0 counts as 1.</summary>
    /// <returns>The scale that a network is taught in; null where labels are classes.</returns>
    public TargetScale? TargetScale()
    {
        if (Targets is null)
            return null;
        var (values, count) = (Targets.Values<float>().ToArray(), ClassNames.Count);
        var columns = Enumerable.Range(0, count)
            .Select(target => Enumerable.Range(0, Count).Select(n => (double)values[(n * count) + target]).ToList()).ToList();
        var means = columns.ConvertAll(column => column.Average());
        var deviations = columns.Zip(
            means, (column, mean) => Math.Sqrt(column.Average(value => (value - mean) * (value - mean))));
        return new(ClassNames, means, [.. deviations.Select(deviation => deviation > 0 ? deviation : 1)]);
    }

    /// <summary>A run of neighbouring samples.</summary>
    /// <param name="start">The first one, counted from 0.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The run is empty or leaves the set.</exception>
    public SampleSet Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return Part(
            Inputs.Bytes.Slice(start * SampleBytes, count * SampleBytes),
            Labels.Slice(start, count),
            Targets is null ? null : Chosen([.. Enumerable.Range(start, count)]));
    }

    /// <summary>The first samples.</summary>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>The set itself when it has no more than that.</returns>
    public SampleSet Take(int count) => count >= Count ? this : Slice(0, count);

    /// <summary>Copies chosen samples, in the order asked for.</summary>
    /// <param name="indices">Sample numbers; at least one, repetition allowed.</param>
    /// <returns>The chosen samples.</returns>
    public SampleSet Select(ReadOnlySpan<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfZero(indices.Length, nameof(indices));
        var bytes = new byte[indices.Length * SampleBytes];
        var labels = new int[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Inputs.Bytes.Span.Slice(indices[i] * SampleBytes, SampleBytes).CopyTo(bytes.AsSpan(i * SampleBytes));
            labels[i] = Labels.Span[indices[i]];
        }

        return Part(bytes, labels, Chosen(indices));
    }

    /// <summary>Puts sets of the same kind behind each other.</summary>
    /// <param name="sets">At least one; all of the same shape, element type and classes as the first, whose name stays.</param>
    /// <returns>The samples of all, in order.</returns>
    /// <exception cref="ArgumentException">There is no set, or one is of another kind.</exception>
    public static SampleSet Join(params IReadOnlyList<SampleSet> sets)
    {
        if (sets.Count == 0)
            throw new ArgumentException("There is no set to join; expected at least one.", nameof(sets));
        var first = sets[0];
        foreach (var set in sets)
            if (!set.Shape.Equals(first.Shape) || set.Targets is not null || set.Inputs.Type != first.Inputs.Type
                || !set.ClassNames.SequenceEqual(first.ClassNames))
                throw new ArgumentException($"{set} cannot stand behind {first}: they are of other kinds.", nameof(sets));
        var bytes = new byte[sets.Sum(set => set.Inputs.Bytes.Length)];
        var labels = new int[sets.Sum(set => set.Count)];
        var (byteCount, count) = (0, 0);
        foreach (var set in sets)
        {
            set.Inputs.Bytes.Span.CopyTo(bytes.AsSpan(byteCount));
            set.Labels.Span.CopyTo(labels.AsSpan(count));
            (byteCount, count) = (byteCount + set.Inputs.Bytes.Length, count + set.Count);
        }

        return first.Part(bytes, labels, targets: null);
    }

    /// <summary>Deskews all pictures, as <see cref="Deskewing"/> says.</summary>
    /// <returns>A set of the same name and labels.</returns>
    /// <exception cref="TorchBasicsException">The samples are no pictures of pixels: kind Usage.</exception>
    public SampleSet Deskew()
    {
        Deskewing.Check(Name, Shape);
        if (!IsPictures)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"Deskewing shears pictures of bytes; {Name} holds {Inputs.Type}. Leave it out.");
        var bytes = new byte[Inputs.Bytes.Length];
        Parallel.For(0, Count, sample => Deskewing.Apply(
            Sample<byte>(sample), Shape, bytes.AsSpan(sample * SampleBytes, SampleBytes)));
        return Part(bytes, Labels, Targets);
    }

    /// <summary>The numbers of one sample: pixels of a picture, row by row.</summary>
    /// <typeparam name="T">byte for UInt8, float for Float32.</typeparam>
    /// <param name="index">Sample number, counted from 0.</param>
    /// <returns>The numbers, without a copy.</returns>
    public ReadOnlySpan<T> Sample<T>(int index)
        where T : unmanaged => Inputs.Values<T>().Slice(checked(index * (int)Shape.Elements), (int)Shape.Elements);

    /// <summary>"mnist: 60000 samples [N, 1, 28, 28], 10 classes".</summary>
    /// <returns>Name, count, shape and classes.</returns>
    public override string ToString() =>
        $"{Name}: {Counted.Of(Count, "sample")} {Shape}, "
        + (Targets is null ? Counted.Of(ClassNames.Count, "class", "classes") : Counted.Of(ClassNames.Count, "target"));

    private static void CheckLabels(string name, ReadOnlySpan<int> labels, int classes)
    {
        for (var i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classes)
                throw Bad(
                    $"The data set {name} gives sample {i} the label {labels[i]}; "
                    + $"its {classes} classes are numbered 0 to {classes - 1}.");
    }

    private static void CheckFeatures(string name, ReadOnlySpan<float> values, long perSample, string what)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw Bad(
                    $"The data set {name} holds {values[i]} in {what} {i % perSample} of sample {i / perSample}; "
                    + $"every {what} must be a finite number.");
    }

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);

    private SampleSet Part(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<int> labels, NamedArray? targets) =>
        new(this, new NamedArray(Inputs.Name, Inputs.Type, [labels.Length, .. Inputs.Sizes.Skip(1)], bytes), labels, targets);

    // The targets of some samples.
    private NamedArray? Chosen(ReadOnlySpan<int> indices)
    {
        if (Targets is null)
            return null;
        var perSample = ClassNames.Count;
        var chosen = new float[indices.Length * perSample];
        for (var i = 0; i < indices.Length; i++)
            Targets.Values<float>().Slice(indices[i] * perSample, perSample).CopyTo(chosen.AsSpan(i * perSample));
        return NamedArray.Of<float>(Targets.Name, [indices.Length, perSample], chosen);
    }

    private string ComputeHash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var value in Inputs.Sizes.Prepend((long)Inputs.Type))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            sha.AppendData(number);
        }

        sha.AppendData(Inputs.Bytes.Span);
        sha.AppendData(MemoryMarshal.AsBytes(Labels.Span));
        if (Targets is not null)
            sha.AppendData(Targets.Bytes.Span);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
