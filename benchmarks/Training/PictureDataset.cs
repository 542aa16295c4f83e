using TorchBasics.Core;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// Pictures as the data sets of TorchSharp's vision package hold them: one tensor [H, W] per picture with pixels in
/// [0, 1), one for its label; each is normalised when it is asked for.
/// </summary>
internal sealed class PictureDataset : utils.data.Dataset
{
    private const float Full = 256; // that package divides by 256, not by 255

    private readonly List<Tensor> _pictures = [];
    private readonly List<Tensor> _labels = [];
    private readonly Tensor _mean;
    private readonly Tensor _deviation;

    public PictureDataset(SampleSet set, Normalization normalization)
    {
        var (height, width) = (set.Shape[1], set.Shape[2]);
        for (var i = 0; i < set.Count; i++)
        {
            var pixels = set.Sample<byte>(i).ToArray().Select(pixel => pixel / Full).ToArray();
            _pictures.Add(tensor(pixels, [height, width]).DetachFromDisposeScope());
            _labels.Add(tensor(set.Labels.Span[i], int64).DetachFromDisposeScope());
        }

        // v * scale + offset = (v / 256 - mean) / deviation
        var (scale, offset) = (normalization.Scale[0], normalization.Offset[0]);
        _mean = tensor(-offset / (scale * Full)).DetachFromDisposeScope();
        _deviation = tensor(1 / (scale * Full)).DetachFromDisposeScope();
    }

    public override long Count => _pictures.Count;

    public override Dictionary<string, Tensor> GetTensor(long index) => new()
    {
        ["data"] = _pictures[(int)index].unsqueeze(0).sub(_mean).div(_deviation),
        ["label"] = _labels[(int)index],
    };

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _pictures.ForEach(picture => picture.Dispose());
        _labels.ForEach(label => label.Dispose());
        _mean.Dispose();
        _deviation.Dispose();
    }
}
