using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Formats.Architectures;

/// <summary>A layer as a JSON object: its kind and the numbers that its constructor takes.</summary>
internal sealed class LayerJson : ILayerReader<JsonObject>, ILayerKinds<Func<JsonFields, Layer>>
{
    private static readonly LayerJson Instance = new();
    private static readonly IReadOnlyDictionary<string, Func<JsonFields, Layer>> Readers = LayerKinds.ByName(Instance);

    /// <summary>The words for all kinds of layers.</summary>
    public static IEnumerable<string> Kinds => Readers.Keys;

    /// <summary>Writes layers in order.</summary>
    public static JsonArray Write(IEnumerable<Layer> layers) => [.. layers.Select(layer => (JsonNode)layer.Accept(Instance))];

    /// <summary>Reads a layer and checks it as its constructor does.</summary>
    /// <exception cref="FormatException">The kind is not known, or a field is missing.</exception>
    public static Layer Read(JsonFields fields)
    {
        var kind = fields.Text("kind");
        return Readers.TryGetValue(kind, out var read)
            ? fields.Make(read)
            : throw fields.Wrong("kind", $"the layer kind '{kind}' is not known", NearestName.Hint(kind, Readers.Keys));
    }

    JsonObject ILayerReader<JsonObject>.Activation(Activation layer) =>
        Of(
            layer,
            [.. ActivationKind.Of(layer).Constants.Zip(layer.Constants, (constant, value) => (constant.Name, (JsonNode)value))]);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Activation(ActivationKind kind) =>
        fields => kind.Create([.. kind.Constants.Select(constant => fields.Number(constant.Name))]);

    JsonObject ILayerReader<JsonObject>.AvgPool2d(AvgPool2d layer) =>
        Of(layer, [.. Pool(layer), ("countIncludePad", layer.CountIncludePad)]);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.AvgPool2d => fields => new AvgPool2d(
        fields.Size("kernel"),
        fields.Size("stride"),
        fields.Size("padding"),
        fields.Flag("ceilMode"),
        fields.Flag("countIncludePad"));

    JsonObject ILayerReader<JsonObject>.BatchNorm1d(BatchNorm1d layer) => Normalization(layer);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.BatchNorm1d => fields => new BatchNorm1d(
        fields.Text("name"), fields.Integer("channels"), fields.Number("eps"), fields.Number("momentum"));

    JsonObject ILayerReader<JsonObject>.BatchNorm2d(BatchNorm2d layer) => Normalization(layer);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.BatchNorm2d => fields => new BatchNorm2d(
        fields.Text("name"), fields.Integer("channels"), fields.Number("eps"), fields.Number("momentum"));

    JsonObject ILayerReader<JsonObject>.ConstantPad2d(ConstantPad2d layer) =>
        Of(layer, ("padding", Pair(layer.Padding)), ("value", layer.Value));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.ConstantPad2d =>
        fields => new ConstantPad2d(fields.Size("padding"), (float)fields.Number("value"));

    // Groups are written where there are several, so that descriptions without them stay as they were.
    JsonObject ILayerReader<JsonObject>.Conv2d(Conv2d layer)
    {
        var json = Of(
            layer,
            ("inputChannels", layer.InputChannels), ("outputChannels", layer.OutputChannels),
            ("kernel", Pair(layer.Window.Kernel)),
            ("stride", Pair(layer.Window.Stride)), ("padding", Pair(layer.Window.Padding)),
            ("dilation", Pair(layer.Window.Dilation)));
        if (layer.Groups != 1)
            json["groups"] = layer.Groups;
        return json;
    }

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Conv2d => fields => new Conv2d(
        fields.Text("name"), fields.Integer("inputChannels"), fields.Integer("outputChannels"),
        fields.Size("kernel"), fields.Size("stride"), fields.Size("padding"), fields.Size("dilation"),
        fields.Integer("groups", otherwise: 1));

    JsonObject ILayerReader<JsonObject>.Dropout(Dropout layer) => Of(layer, ("probability", layer.Probability));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Dropout => fields => new Dropout(fields.Number("probability"));

    JsonObject ILayerReader<JsonObject>.Ensemble(Ensemble layer) =>
        new() { ["kind"] = layer.Kind, ["members"] = new JsonArray([.. layer.Members.Select(Write)]) };

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Ensemble => fields => new Ensemble(
        [.. fields.Rows("members", node => Read(fields.Of(node, "members")))]);

    JsonObject ILayerReader<JsonObject>.Flatten(Flatten layer) => Of(layer);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Flatten => _ => new Flatten();

    JsonObject ILayerReader<JsonObject>.GlobalAvgPool2d(GlobalAvgPool2d layer) => Of(layer);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.GlobalAvgPool2d => _ => new GlobalAvgPool2d();

    // Its name is that of the inner layer that has one.
    JsonObject ILayerReader<JsonObject>.Lift(Lift layer) => new() { ["kind"] = layer.Kind, ["inner"] = Write(layer.Inner) };

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Lift =>
        fields => new Lift([.. fields.Objects("inner").Select(Read)]);

    JsonObject ILayerReader<JsonObject>.Linear(Linear layer) => Of(layer, ("inputs", layer.Inputs), ("outputs", layer.Outputs));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Linear =>
        fields => new Linear(fields.Text("name"), fields.Integer("inputs"), fields.Integer("outputs"));

    JsonObject ILayerReader<JsonObject>.LogSoftmax(LogSoftmax layer) => Of(layer);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.LogSoftmax => _ => new LogSoftmax();

    JsonObject ILayerReader<JsonObject>.MaxPool2d(MaxPool2d layer) => Of(layer, Pool(layer));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.MaxPool2d => fields => new MaxPool2d(
        fields.Size("kernel"), fields.Size("stride"), fields.Size("padding"), fields.Flag("ceilMode"));

    JsonObject ILayerReader<JsonObject>.PartialConv2d(PartialConv2d layer) =>
        Of(layer, ("inputChannels", layer.InputChannels), ("table", Rows(layer.Table)), ("kernel", Pair(layer.Window.Kernel)));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.PartialConv2d => fields => new PartialConv2d(
        fields.Text("name"),
        fields.Integer("inputChannels"),
        fields.Rows("table", node => JsonFields.Value<int>(node, "table", "whole numbers")),
        fields.Size("kernel"));

    JsonObject ILayerReader<JsonObject>.RbfOutput(RbfOutput layer) => Of(layer, ("prototypes", Rows(layer.Prototypes)));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.RbfOutput =>
        fields => new RbfOutput(
        fields.Text("name"), fields.Rows("prototypes", node => JsonFields.Value<float>(node, "prototypes", "numbers")));

    // A shortcut is written where it has layers, likewise.
    JsonObject ILayerReader<JsonObject>.Residual(Residual layer)
    {
        var json = new JsonObject { ["kind"] = layer.Kind, ["inner"] = Write(layer.Branch) };
        if (layer.Shortcut.Count > 0)
            json["shortcut"] = Write(layer.Shortcut);
        return json;
    }

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Residual => fields => new Residual(
        [.. fields.Objects("inner").Select(Read)], fields.Has("shortcut") ? [.. fields.Objects("shortcut").Select(Read)] : []);

    JsonObject ILayerReader<JsonObject>.Softmax(Softmax layer) => Of(layer);

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Softmax => _ => new Softmax();

    JsonObject ILayerReader<JsonObject>.Subsampling(Subsampling layer) =>
        Of(layer, ("channels", layer.Channels), ("window", Pair(layer.Window.Kernel)));

    Func<JsonFields, Layer> ILayerKinds<Func<JsonFields, Layer>>.Subsampling =>
        fields => new Subsampling(fields.Text("name"), fields.Integer("channels"), fields.Size("window"));

    private static JsonObject Of(Layer layer, params (string Key, JsonNode Value)[] fields)
    {
        var json = new JsonObject { ["kind"] = layer.Kind };
        if (layer.Name is not null)
            json["name"] = layer.Name;
        foreach (var (key, value) in fields)
            json[key] = value;
        return json;
    }

    private static JsonObject Normalization(BatchNorm layer) =>
        Of(layer, ("channels", layer.Channels), ("eps", layer.Eps), ("momentum", layer.Momentum));

    private static (string Key, JsonNode Value)[] Pool(Pool2d pool) =>
    [
        ("kernel", Pair(pool.Window.Kernel)), ("stride", Pair(pool.Window.Stride)), ("padding", Pair(pool.Window.Padding)),
        ("ceilMode", pool.CeilMode),
    ];

    private static JsonArray Pair(Size2d size) => JsonFields.Numbers([size.Height, size.Width]);

    private static JsonArray Rows(IReadOnlyList<IReadOnlyList<int>> rows) =>
        [.. rows.Select(row => (JsonNode)JsonFields.Numbers(row))];

    private static JsonArray Rows(IReadOnlyList<IReadOnlyList<float>> rows) =>
        [.. rows.Select(row => (JsonNode)new JsonArray([.. row.Select(value => (JsonNode)value)]))];
}
