using LsKd.Learning.Data;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>Gives a frozen teacher's logits.</summary>
public interface ITeacher : IDisposable
{
    /// <summary>Logits [B, K] of a training batch, without gradient, in the caller's dispose scope.</summary>
    /// <param name="batch">The batch, for its positions and view.</param>
    /// <param name="images">Its images where and how the student sees them.</param>
    Tensor OfTraining(ImageBatch batch, Tensor images);

    /// <summary>Logits [B, K] of any images, without gradient, in the caller's dispose scope.</summary>
    Tensor Of(Tensor images);
}
