using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Replaying;

/// <summary>Reads the arrays of a recording; each file has to hold exactly what it should, bit by bit as its hash says.</summary>
internal sealed class RecordedArrays(string folder, Architecture architecture, RecordingIndex index)
{
    private readonly IReadOnlyList<string> _labels = LayerLabels.Of(architecture);
    private readonly IReadOnlySet<string> _moved = RunSpec.Reached(architecture);
    private readonly IReadOnlyList<string> _purposes =
        ReferenceOptimizer.Of(index.Recipe.ToRecipe(learningRate: 0, batchSize: 1)).Purposes;

    private ElementType Type => index.Precision == Precision.Float32 ? ElementType.Float32 : ElementType.Float64;

    /// <summary>The initial weights, in the order of the description.</summary>
    public List<Tensor<Float64>> Weights()
    {
        var content = Content.Read(folder, index.Weights.File, index.Weights.Sha256);
        var weights = architecture.Parameters.Select(parameter => content.Take(parameter.Name, Type, [.. parameter.Spec.Shape]))
            .ToList();
        content.RequireEmpty();
        return weights;
    }

    /// <summary>Reads a step whole, and keeps its batch.</summary>
    public StepFeed Feed(RecordingIndex.RecordedStep step)
    {
        var content = Content.Read(folder, step.File, step.Sha256);
        var feed = Feed(step, content);
        foreach (var (place, sizes) in Expected(feed.Labels.Length))
            content.Take(place.ToString(), Type, sizes);
        Masks(content, feed.Labels.Length);
        content.RequireEmpty();
        return feed;
    }

    /// <summary>The steps, each beginning with what the one before left.</summary>
    public IEnumerable<StepRecord<Float64>> Steps(RunSpec spec, IReadOnlyList<RecordingIndex.RecordedStep> steps)
    {
        var weights = architecture.Parameters.Zip(spec.Weights).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var buffers = _moved.ToDictionary(name => name, name => _purposes.Select(_ => weights[name].ZerosLike()).ToList());
        for (var i = 0; i < steps.Count; i++)
        {
            var record = Step(i + 1, steps[i], weights, buffers);
            foreach (var parameter in record.Parameters)
            {
                weights[parameter.Name] = parameter.After;
                buffers[parameter.Name] = [.. parameter.Buffers.Select(buffer => buffer.After)];
            }

            foreach (var layer in record.Layers)
                foreach (var (buffer, after) in LayerBuffers.Of(layer.Layer).Zip(layer.BuffersAfter))
                    weights[layer.Layer.FullName(buffer)] = after;

            yield return record;
        }
    }

    private StepRecord<Float64> Step(
        int number,
        RecordingIndex.RecordedStep step,
        Dictionary<string, Tensor<Float64>> weights,
        Dictionary<string, List<Tensor<Float64>>> buffers)
    {
        var content = Content.Read(folder, step.File, step.Sha256);
        var feed = Feed(step, content);
        var samples = feed.Labels.Length;
        var arrays = Expected(samples)
            .ToDictionary(pair => pair.Place, pair => content.Take(pair.Place.ToString(), Type, pair.Sizes));
        var (layers, masks) = (new LayerRecord<Float64>[_labels.Count], Masks(content, samples));
        for (var k = 0; k < layers.Length; k++)
        {
            var (layer, label) = (architecture.Layers[k], _labels[k]);
            var gradients = layer.Trainable.Select(parameter => arrays[Place.ParameterGradient(label, parameter.Name)]);
            layers[k] = new(
                label,
                layer,
                [.. layer.Parameters.Select(parameter => weights[layer.FullName(parameter)])],
                k == 0 ? feed.Inputs : layers[k - 1].Output,
                arrays[Place.Output(label)])
            {
                OutputGradient = arrays[k == layers.Length - 1 ? Place.LossGradient : Place.InputGradient(_labels[k + 1])],
                Gradients = new(arrays[Place.InputGradient(label)], [.. gradients]),
                State = DropoutChoice.Expected(architecture.Nodes[k], masks),
                BuffersAfter = [.. LayerBuffers.Of(layer).Select(buffer => arrays[Place.LayerBuffer(label, buffer.Name)])],
            };
        }

        var parameters = architecture.Parameters.Where(parameter => _moved.Contains(parameter.Name))
            .Select(parameter => new ParameterRecord<Float64>(
                parameter.Name,
                weights[parameter.Name],
                arrays[Place.ParameterGradient(parameter.Name)],
                arrays[Place.Parameter(parameter.Name)],
                [.. _purposes.Select((purpose, i) => new BufferRecord<Float64>(
                    purpose, buffers[parameter.Name][i], arrays[Place.Buffer(parameter.Name, purpose)]))]));
        return new(number, step.LearningRate, feed.Inputs, feed.Labels, layers, arrays[Place.Loss], [.. parameters]);
    }

    private StepFeed Feed(RecordingIndex.RecordedStep step, Content content)
    {
        var labels = content.TakeLabels(Place.Labels.ToString(), Math.Max(architecture.Output[0], 2));
        return new(
            content.Take(Place.Inputs.ToString(), Type, [labels.Length, .. architecture.Input]), labels, step.LearningRate);
    }

    // Every number of a step besides the batch.
    private IEnumerable<(Place Place, int[] Sizes)> Expected(int samples)
    {
        yield return (Place.Loss, []);
        yield return (Place.LossGradient, [samples, .. architecture.Output]);
        foreach (var k in Enumerable.Range(0, _labels.Count))
        {
            yield return (Place.Output(_labels[k]), [samples, .. architecture.Shapes[k + 1]]);
            foreach (var buffer in LayerBuffers.Of(architecture.Layers[k]))
                yield return (Place.LayerBuffer(_labels[k], buffer.Name), [.. buffer.Shape]);
            yield return (Place.InputGradient(_labels[k]), [samples, .. architecture.Shapes[k]]);
            foreach (var parameter in architecture.Layers[k].Trainable)
                yield return (Place.ParameterGradient(_labels[k], parameter.Name), [.. parameter.Shape]);
        }

        foreach (var (name, spec) in architecture.Parameters.Where(parameter => _moved.Contains(parameter.Name)))
        {
            yield return (Place.Parameter(name), [.. spec.Shape]);
            foreach (var purpose in _purposes)
                yield return (Place.Buffer(name, purpose), [.. spec.Shape]);
        }
    }

    // Which elements the dropouts keep, by their numbers.
    private Dictionary<int, bool[]> Masks(Content content, int samples) =>
        architecture.Nodes.SelectMany(node => node.All).Where(node => node.Layer is Dropout)
            .ToDictionary(
                node => node.Number, node => content.TakeFlags(Place.Kept(node.Label).ToString(), [samples, .. node.Input]));

    /// <summary>The arrays of one file; each is taken once, and none may be left.</summary>
    private sealed class Content(string path, Dictionary<string, NamedArray> arrays)
    {
        public static Content Read(string folder, string file, string sha256)
        {
            var path = Path.Combine(folder, file);
            RecordedRun.RefuseLink(path);
            var bytes = InputFile.ReadAll(path, Array.MaxLength);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var arrays = SafeTensorsFile.Parse(path, bytes).Arrays; // first, because it says more about what is wrong
            return string.Equals(hash, sha256, StringComparison.OrdinalIgnoreCase)
                ? new(path, arrays.ToDictionary(array => array.Name))
                : throw new MalformedFileException(
                    path, 0, "its SHA-256 is not the one that the index names; the file has changed since.");
        }

        public Tensor<Float64> Take(string name, ElementType type, int[] sizes)
        {
            var array = Find(name, type, [.. sizes.Select(size => (long)size)]);
            var numbers = new Float64[array.Count];
            if (type == ElementType.Float32)
                Fill(array.Values<float>(), numbers);
            else
                Fill(array.Values<double>(), numbers);
            return Tensor<Float64>.Over(sizes, numbers);
        }

        public bool[] TakeFlags(string name, int[] sizes) =>
            Find(name, ElementType.Boolean, [.. sizes.Select(size => (long)size)]).Values<bool>().ToArray();

        public int[] TakeLabels(string name, int classes)
        {
            var array = Find(name, ElementType.Int64, sizes: null);
            if (array.Sizes is not [> 0])
                throw Refuse(
                    $"'{name}' has the sizes [{string.Join(", ", array.Sizes)}]; expected one axis with at least one sample");
            return Array.ConvertAll(array.Values<long>().ToArray(), label => label >= 0 && label < classes
                ? (int)label
                : throw Refuse($"'{name}' holds {label}; expected classes from 0 to {classes - 1}"));
        }

        public void RequireEmpty()
        {
            if (arrays.Count > 0)
                throw Refuse($"the array '{arrays.Keys.Order(StringComparer.Ordinal).First()}' has no place in this recording");
        }

        private NamedArray Find(string name, ElementType type, long[]? sizes)
        {
            if (!arrays.Remove(name, out var array))
                throw Refuse($"the array '{name}' is missing");
            return array.Type == type && (sizes is null || array.Sizes.SequenceEqual(sizes))
                ? array
                : throw Refuse(
                    $"got {array}; expected {type}{(sizes is null ? string.Empty : $" [{string.Join(", ", sizes)}]")}");
        }

        private MalformedFileException Refuse(string reason) => new(path, 0, $"{reason}.");

        private static void Fill<T>(ReadOnlySpan<T> values, Float64[] numbers)
            where T : unmanaged, System.Numerics.INumberBase<T>
        {
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = new Float64(double.CreateChecked(values[i]));
        }
    }
}
