/*@na:cell a plain hidden state has no cell state*/
// My first recurrent net. Everything is arrays and loops so that I can follow it with a pencil.
public class SimpleRnn
{
    private readonly int nIn, nHid, nOut;
    private readonly double[][] wx, wh, wy;
    private readonly double[] bh, by;

    public double[][] gradWx, gradWh, gradWy;
    public double[] gradBh, gradBy;

    private double[][] hiddenStates;
    private double[][] outputs;

    public SimpleRnn(int nIn, int nHid, int nOut, double[] weights)
    {
        this.nIn = nIn;
        this.nHid = nHid;
        this.nOut = nOut;
        int position = 0;
        wx = Take(weights, ref position, nHid, nIn);
        wh = Take(weights, ref position, nHid, nHid);
        wy = Take(weights, ref position, nOut, nHid);
        bh = Take(weights, ref position, 1, nHid)[0];
        by = Take(weights, ref position, 1, nOut)[0];
    }

    private static double[][] Take(double[] weights, ref int position, int rows, int columns)
    {
        double[][] result = Zeros(rows, columns);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
                result[r][c] = weights[position++];
        return result;
    }

    private static double[][] Zeros(int rows, int columns)
    {
        double[][] result = new double[rows][];
        for (int r = 0; r < rows; r++)
            result[r] = new double[columns];
        return result;
    }

    public double[][] Forward(double[][] inputs)
    {
        int steps = inputs.Length;
        hiddenStates = new double[steps][];
        outputs = new double[steps][];
        double[] previous = new double[nHid];
        for (int t = 0; t < steps; t++)
        {
            hiddenStates[t] = /*@shared*/new double[nHid];
            for (int i = 0; i < nHid; i++)
            {
                double sum = bh[i];
                for (int j = 0; j < nIn; j++)
                    sum += wx[i][j] * inputs[t][j];
                for (int j = 0; j < nHid; j++)
                    sum += wh[i][j] * previous[j];
                hiddenStates[t][i] = Math.Tanh(sum);
            }
            outputs[t] = new double[nOut];
            for (int k = 0; k < nOut; k++)
            {
                outputs[t][k] = by[k];
                for (int i = 0; i < nHid; i++)
                    outputs[t][k] += wy[k][i] * hiddenStates[t][i];
            }
            previous = hiddenStates[t];
        }
        return outputs;
    }

    public void Backward(double[][] inputs, double[][] targets)
    {
        int steps = inputs.Length;
        gradWx = Zeros(nHid, nIn);
        gradWh = Zeros(nHid, nHid);
        gradWy = Zeros(nOut, nHid);
        gradBh = new double[nHid];
        gradBy = new double[nOut];
        double[] fromFuture = new double[nHid];
        /*@loop*/
        /*@reverse*/
        for (int t = steps - 1; t >= 0; t--)
        {
            /*@overwrite +> for (int i = 0; i < nHid; i++) hiddenStates[t][i] = 1 - hiddenStates[t][i] * hiddenStates[t][i];*/
            double[] error = new double[nHid];
            for (int k = 0; k < nOut; k++)
            {
                double diff = outputs[t][k] - targets[t][k];
                /*@grad*/gradBy[k] += diff;
                for (int i = 0; i < nHid; i++)
                {
                    /*@grad*/gradWy[k][i] += diff * hiddenStates[t][i];
                    error[i] += wy[k][i] * diff;
                }
            }
            double[] toPast = new double[nHid];
            for (int i = 0; i < nHid; i++)
            {
                double h = hiddenStates[t][i];
                double delta = (/*@upstream*/error[i] + /*@carry*/fromFuture[i]) * (1 - h * h);
                /*@grad*/gradBh[i] += delta;
                for (int j = 0; j < nIn; j++)
                    /*@grad*/gradWx[i][j] += delta * inputs[t][j];
                for (int j = 0; j < nHid; j++)
                {
                    if (t > 0)
                        /*@grad*/gradWh[i][j] += delta * /*@cache*/hiddenStates[t - 1][j];
                    /*@inner*/toPast[j] += wh[i][j] * delta;
                }
            }
            /*@carry-assign*/fromFuture = toPast;
        }
    }
}

public static class Entry
{
    public const int ParameterCount = 2 * 3 + 3 * 3 + 3 * 2 + 3 + 2;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        double[][] y = new SimpleRnn(2, 3, 2, parameters).Forward(inputs);
        double loss = 0;
        for (int t = 0; t < y.Length; t++)
            for (int k = 0; k < y[t].Length; k++)
                loss += 0.5 * (y[t][k] - targets[t][k]) * (y[t][k] - targets[t][k]);
        return loss;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = new SimpleRnn(2, 3, 2, parameters);
        net.Forward(inputs);
        net.Backward(inputs, targets);
        return net.gradWx.Concat(net.gradWh).Concat(net.gradWy).Append(net.gradBh).Append(net.gradBy).SelectMany(row => row).ToArray();
    }
}
