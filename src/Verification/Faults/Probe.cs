namespace TorchBasics.Verification.Faults;

/// <summary>A small run on which faults of a certain kind show.</summary>
public enum Probe
{
    /// <summary>Three fully connected layers with tanh and sigmoid; cross-entropy with smoothing.</summary>
    Dense,

    /// <summary>The same, trained by momentum.</summary>
    DenseMomentum,

    /// <summary>The same, trained by Nesterov's momentum.</summary>
    DenseNesterov,

    /// <summary>The same, trained by Adam.</summary>
    DenseAdam,

    /// <summary>The same, trained by AdamW with weight decay.</summary>
    DenseAdamW,

    /// <summary>The same, with the mean squared error.</summary>
    DenseSquared,

    /// <summary>Convolutions and poolings in which no two sizes are equal.</summary>
    Picture,

    /// <summary>A square kernel on a square picture, where an exchange of height and width changes no shape.</summary>
    Square,

    /// <summary>The layers of the 1998 LeNet-5 and its loss.</summary>
    LeNet,

    /// <summary>Pooling first, on whole numbers: many maxima are ties and many results zero.</summary>
    Ties,

    /// <summary>A rectifier first, on whole numbers: many inputs are zero.</summary>
    Zeros,

    /// <summary>Average pooling first, so that its bounds are the tightest.</summary>
    Means,

    /// <summary>Softmax first, on large numbers.</summary>
    Scores,

    /// <summary>Log-softmax first, on large numbers.</summary>
    LogScores,

    /// <summary>Activations with constants and curves one behind the other, on whole numbers.</summary>
    Curves,

    /// <summary>A threshold first, on whole numbers.</summary>
    Threshold,

    /// <summary>A network with dropout.</summary>
    Chance,

    /// <summary>Batch normalization of pictures and of vectors.</summary>
    Normalized,

    /// <summary>A batch of several slices with a rest, on a convolution that pools 7 rows in the same pass.</summary>
    Crowd,

    /// <summary>A convolution of two groups, then one for each channel.</summary>
    Groups,

    /// <summary>A residual of two convolutions, then one of fully connected layers.</summary>
    Residual,

    /// <summary>A residual whose shortcut is a convolution with a stride and other channels.</summary>
    Projection,

    /// <summary>A convolution that pools in the same pass, on whole numbers with whole weights: many maxima are ties.</summary>
    PooledTies,

    /// <summary>The dense layers, with biases that learn twice as fast.</summary>
    DenseBiasRate,

    /// <summary>The dense layers, each at the rate divided by its fan-in.</summary>
    DenseFanIn,

    /// <summary>An ensemble of three members, one of them of two convolutions.</summary>
    Ensemble,

    /// <summary>The dense layers, trained by RMSprop.</summary>
    DenseRmsProp,

    /// <summary>The same, trained by Adagrad.</summary>
    DenseAdagrad,

    /// <summary>The same, trained by Adadelta.</summary>
    DenseAdadelta,
}
