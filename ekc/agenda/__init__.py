"""When and where: conferences with their parts, and the places they are held."""
