namespace TorchBasics.Kernels.Simd;

/// <summary>The numbers of a step of gradient descent, with or without momentum.</summary>
/// <param name="MinusRate">The learning rate, negative.</param>
/// <param name="Momentum">Decay of the velocity.</param>
/// <param name="Decay">Weight decay; 0 for none.</param>
/// <param name="LooksAhead">Whether the step is Nesterov's.</param>
internal readonly record struct DescentFactors(float MinusRate, float Momentum, float Decay, bool LooksAhead);

/// <summary>The numbers of a step of diagonal Levenberg-Marquardt.</summary>
/// <param name="MinusRate">The learning rate, negative.</param>
/// <param name="Damping">What is added to each second derivative.</param>
/// <param name="Decay">Weight decay; 0 for none.</param>
internal readonly record struct CurvatureFactors(float MinusRate, float Damping, float Decay);

/// <summary>The numbers of a step of RMSprop, Adagrad or Adadelta.</summary>
/// <param name="MinusRate">The learning rate, negative.</param>
/// <param name="Square">What the mean of squared gradients is multiplied by; 1 for a sum.</param>
/// <param name="NewSquare">What a new square is multiplied by: 1 less that, rounded once, or 1 for a sum.</param>
/// <param name="Epsilon">Keeps the division defined.</param>
/// <param name="Decay">Weight decay; 0 for none.</param>
internal readonly record struct SquareFactors(float MinusRate, float Square, float NewSquare, float Epsilon, float Decay);

/// <summary>The numbers of a step of Adam or AdamW, with the corrections of its two means in the rate and in epsilon.</summary>
/// <param name="MinusRate">The corrected learning rate, negative.</param>
/// <param name="Mean">Decay of the mean of gradients.</param>
/// <param name="NewMean">1 less that, rounded once.</param>
/// <param name="Square">Decay of the mean of squared gradients.</param>
/// <param name="NewSquare">1 less that, rounded once.</param>
/// <param name="Epsilon">The corrected epsilon.</param>
/// <param name="Decay">Weight decay that joins the gradient; 0 for none.</param>
/// <param name="Shrink">What the weights are multiplied by beforehand; 1 for nothing.</param>
internal readonly record struct AdamFactors(
    float MinusRate, float Mean, float NewMean, float Square, float NewSquare, float Epsilon, float Decay, float Shrink);
