using System.Text.Json;
using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Formats.Architectures;

/// <summary>
/// An architecture as JSON text, so that a file with weights says what network they belong to. Each layer is an object
/// with its kind and the numbers that its constructor takes.
/// </summary>
public static class ArchitectureJson
{
    private const int LongestText = 1 << 18;

    // A legitimate description nests layers two deep (a lift); each level costs an object and an array.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Writes an architecture.</summary>
    /// <param name="architecture">The description.</param>
    /// <returns>JSON on one line.</returns>
    /// <exception cref="TorchBasicsException">It has more characters than <see cref="Read"/> takes: kind Usage.</exception>
    public static string Write(Architecture architecture)
    {
        var text = new JsonObject
        {
            ["name"] = architecture.Name,
            ["input"] = Numbers(architecture.Input),
            ["initialization"] = architecture.Initialization.ToString(),
            ["layers"] = Layers(architecture.Layers),
        }.ToJsonString();
        return text.Length <= LongestText ? text : throw new TorchBasicsException(
            ErrorKind.Usage, $"The description of the network has {text.Length} characters; at most {LongestText} are read back, so that it is not written. Tables of connections and targets of an RBF layer take the most.");
    }

    /// <summary>Reads an architecture and checks it as its constructor does.</summary>
    /// <param name="path">The file the text came from, for messages.</param>
    /// <param name="json">The text.</param>
    /// <returns>The description.</returns>
    /// <exception cref="MalformedFileException">The text is not JSON or has more than 262,144 characters, a field is missing, of another type or out of range, or the layers do not fit together.</exception>
    public static Architecture Read(string path, string json)
    {
        try
        {
            if (json.Length > LongestText) // a tree of nodes takes some fifty times the memory of its text
                throw new FormatException($"it has {json.Length} characters; expected at most {LongestText}");
            var fields = new JsonFields(JsonNode.Parse(json, documentOptions: Strict)?.AsObject() ?? throw new FormatException("it is null"));
            return new Architecture(
                fields.Text("name"),
                Shape.Create([.. fields.Integers("input")]),
                [.. fields.Objects("layers").Select(ReadLayer)])
            {
                Initialization = fields.Name<Initialization>("initialization"),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException or ShapeException)
        {
            throw new MalformedFileException(path, 0, $"The description of the network cannot be read: {ReasonText.Of(exception)}.", exception);
        }
    }

    private static JsonArray Layers(IEnumerable<Layer> layers) => [.. layers.Select(layer => (JsonNode)WriteLayer(layer))];

    private static JsonObject WriteLayer(Layer layer)
    {
        var json = new JsonObject { ["kind"] = layer.Kind };
        if (layer.Name is not null && layer is not Lift)
            json["name"] = layer.Name;
        foreach (var (key, value) in Fields(layer))
            json[key] = value;
        return json;
    }

    private static (string Key, JsonNode Value)[] Fields(Layer layer) => layer switch
    {
        Linear linear => [("inputs", linear.Inputs), ("outputs", linear.Outputs)],
        Conv2d conv =>
        [
            ("inputChannels", conv.InputChannels), ("outputChannels", conv.OutputChannels), ("kernel", Pair(conv.Window.Kernel)),
            ("stride", Pair(conv.Window.Stride)), ("padding", Pair(conv.Window.Padding)), ("dilation", Pair(conv.Window.Dilation)),
        ],
        PartialConv2d partial =>
            [("inputChannels", partial.InputChannels), ("table", Rows(partial.Table)), ("kernel", Pair(partial.Window.Kernel))],
        Subsampling subsampling => [("channels", subsampling.Channels), ("window", Pair(subsampling.Window.Kernel))],
        RbfOutput rbf => [("prototypes", Rows(rbf.Prototypes))],
        AvgPool2d pool => [.. PoolFields(pool), ("countIncludePad", pool.CountIncludePad)],
        MaxPool2d pool => PoolFields(pool),
        ConstantPad2d pad => [("padding", Pair(pad.Padding)), ("value", pad.Value)],
        Dropout dropout => [("probability", dropout.Probability)],
        Lift lift => [("inner", Layers(lift.Inner))],
        Flatten or GlobalAvgPool2d or Step or Relu or Tanh or Sigmoid or ScaledTanh or Softmax or LogSoftmax => [],
        _ => throw new NotSupportedException($"{layer.Kind} has no JSON form."),
    };

    private static (string Key, JsonNode Value)[] PoolFields(Pool2d pool) =>
    [
        ("kernel", Pair(pool.Window.Kernel)), ("stride", Pair(pool.Window.Stride)), ("padding", Pair(pool.Window.Padding)), ("ceilMode", pool.CeilMode),
    ];

    private static Layer ReadLayer(JsonFields fields) => fields.Text("kind") switch
    {
        nameof(Linear) => new Linear(fields.Text("name"), fields.Integer("inputs"), fields.Integer("outputs")),
        nameof(Conv2d) => new Conv2d(
            fields.Text("name"), fields.Integer("inputChannels"), fields.Integer("outputChannels"),
            fields.Size("kernel"), fields.Size("stride"), fields.Size("padding"), fields.Size("dilation")),
        nameof(PartialConv2d) => new PartialConv2d(
            fields.Text("name"), fields.Integer("inputChannels"), fields.Rows("table", node => node.GetValue<int>()), fields.Size("kernel")),
        nameof(Subsampling) => new Subsampling(fields.Text("name"), fields.Integer("channels"), fields.Size("window")),
        nameof(RbfOutput) => new RbfOutput(fields.Text("name"), fields.Rows("prototypes", node => node.GetValue<float>())),
        nameof(AvgPool2d) => new AvgPool2d(
            fields.Size("kernel"), fields.Size("stride"), fields.Size("padding"), fields.Flag("ceilMode"), fields.Flag("countIncludePad")),
        nameof(MaxPool2d) => new MaxPool2d(fields.Size("kernel"), fields.Size("stride"), fields.Size("padding"), fields.Flag("ceilMode")),
        nameof(ConstantPad2d) => new ConstantPad2d(fields.Size("padding"), (float)fields.Number("value")),
        nameof(Dropout) => new Dropout(fields.Number("probability")),
        nameof(Lift) => new Lift([.. fields.Objects("inner").Select(ReadLayer)]),
        nameof(Flatten) => new Flatten(),
        nameof(GlobalAvgPool2d) => new GlobalAvgPool2d(),
        nameof(Step) => new Step(),
        "ReLU" => new Relu(), // spelt as PyTorch does, like every kind
        nameof(Tanh) => new Tanh(),
        nameof(Sigmoid) => new Sigmoid(),
        nameof(ScaledTanh) => new ScaledTanh(),
        nameof(Softmax) => new Softmax(),
        nameof(LogSoftmax) => new LogSoftmax(),
        var kind => throw new FormatException($"the layer kind '{kind}' is not known"),
    };

    private static JsonArray Numbers(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    private static JsonArray Pair(Size2d size) => Numbers([size.Height, size.Width]);

    private static JsonArray Rows(IReadOnlyList<IReadOnlyList<int>> rows) => [.. rows.Select(row => (JsonNode)Numbers(row))];

    private static JsonArray Rows(IReadOnlyList<IReadOnlyList<float>> rows) =>
        [.. rows.Select(row => (JsonNode)new JsonArray([.. row.Select(value => (JsonNode)value)]))];
}
