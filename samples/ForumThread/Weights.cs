using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>The parameters of a[t] = tanh(Wax x[t] + Waa a[t-1] + ba). A column of x or a is one example.</summary>
public sealed record Weights(Matrix<double> Wax, Matrix<double> Waa, Vector<double> Ba);

/// <summary>What every version's backward pass returns: the gradients of all inputs and parameters.</summary>
public sealed record Gradients(
    Matrix<double>[] Dx, Matrix<double> DWax, Matrix<double> DWaa, Vector<double> Dba, Matrix<double> Da0);
