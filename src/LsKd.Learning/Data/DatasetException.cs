namespace LsKd.Learning.Data;

/// <summary>A data set cannot be opened or derived as the spec asks; the message says what is wrong, where, and what helps.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>With a message for people.</summary>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for people and what caused it.</summary>
    public DatasetException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
