// Trains LeNet-5 on drawn digits, saves it, loads it, has it answer, and exports it: the whole way in a few lines.
#:property UsesLibtorch=true
#:project ../src/Torch/Torch.csproj

using TorchBasics.Core;
using TorchBasics.Torch;

var model = Model.Train("lenet5", epochs: 1, progress: epoch => Console.WriteLine($"{epoch.Accuracy:P2}"));
model.Save("lenet5.safetensors");
model = Model.Load("lenet5.safetensors"); // or an .onnx, .pt, .npz of others
using var predictor = model.ToPredictor();
var pixels = new byte[28 * 28]; // a picture
Console.WriteLine(model.ClassNames[predictor.Predict(model.Prepare(pixels))]);
Console.WriteLine(model.Evaluate().Accuracy);
Console.WriteLine(model.Export("lenet5.onnx"));
